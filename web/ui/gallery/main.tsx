import './gallery.css'
import { createRoot } from 'react-dom/client'
import { isLanguage } from '../i18n/language.ts'
import { changeWords, startWords } from '../i18n/setup.ts'
import { changeLook, startLook } from '../look.ts'
import { Gallery } from './Gallery.tsx'

// ?lang=zh&theme=dark&mode=simple&app=desk shows the page as asked, for screenshots.
const asked = new URLSearchParams(location.search)
startLook(asked.get('app') === 'desk' ? 'desk' : 'customer')
await startWords({})
const language = asked.get('lang')
if (isLanguage(language)) await changeWords(language)
const theme = asked.get('theme')
changeLook({
  theme: theme === 'dark' || theme === 'light' ? theme : 'system',
  mode: asked.get('mode') === 'simple' ? 'simple' : 'standard',
})
createRoot(document.getElementById('app')!).render(<Gallery />)
