import { Keyboard, Settings2 } from 'lucide-react'
import { useState } from 'react'
import type { Staff } from '../../../contract/identity.ts'
import { classes } from '../../ui/parts/classes.ts'
import { Notices } from '../conversation/Notices.tsx'
import { KeySheet } from '../keys/KeySheet.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { BarAction } from '../parts/BarAction.tsx'
import { Search } from '../search/Search.tsx'
import { WebhooksOff } from '../webhooks/WebhooksOff.tsx'
import { AgentState } from './AgentState.tsx'
import { Connection } from './Connection.tsx'
import { MenuSheet } from './MenuSheet.tsx'
import { useGo } from './place.ts'
import { Wordmark } from './Wordmark.tsx'

/**
 * Whose desk, is the agent here, how is the connection; everything that is pressed once a day is in the menu. `inside` a
 * conversation a narrow screen has no room for it.
 */
export function TopBar({ me, inside }: { me: Staff; inside: boolean }) {
  const [sheet, setSheet] = useState<'menu' | 'keys' | null>(null)
  const close = () => setSheet(null)
  useCommand('menu', () => setSheet('menu'))
  useCommand('show_keys', () => setSheet('keys'))
  const go = useGo()
  useCommand('look_up', me.permissions.includes('customer.read') ? () => go('/customers') : undefined)
  return (
    <header className={classes('shrink-0 border-line', inside ? 'desktop:border-b' : 'border-b')}>
      <div
        className={classes(
          'min-h-13 items-center gap-x-1 px-gutter tablet:gap-x-2',
          inside ? 'hidden desktop:flex' : 'flex',
        )}
      >
        <Wordmark bar />
        <span className="flex-1" />
        <span role="status" className="hidden desktop:inline">
          <Connection />
        </span>
        <Search me={me} />
        {me.permissions.includes('case.work') && <AgentState />}
        {me.permissions.includes('case.work') || me.permissions.includes('limit.decide') ? (
          <Notices me={me} />
        ) : (
          <WebhooksOff me={me} />
        )}
        <span className="hidden desktop:contents">
          <BarAction command="show_keys" icon={Keyboard} onPress={() => setSheet('keys')} />
        </span>
        <BarAction command="menu" icon={Settings2} onPress={() => setSheet('menu')} words="tablet" />
      </div>
      <p role="status" className="desktop:hidden empty:hidden">
        <Connection wide />
      </p>
      <KeySheet open={sheet === 'keys'} onClose={close} />
      <MenuSheet me={me} open={sheet === 'menu'} onClose={close} onKeys={() => setSheet('keys')} />
    </header>
  )
}
