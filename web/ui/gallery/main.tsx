import '../ui.css'
import { createRoot } from 'react-dom/client'
import { startWords } from '../i18n/setup.ts'
import { startLook } from '../look.ts'
import { Button } from '../parts/Button.tsx'
import { Amount } from '../parts/Amount.tsx'

startLook('customer')
await startWords({})
createRoot(document.getElementById('app')!).render(<><Button tone="primary">Pay</Button><Amount size="hero" money={{amount:'20000',currency:'IDR'}} /></>)
