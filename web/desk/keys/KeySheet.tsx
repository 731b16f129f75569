import { Toggle } from '../../ui/fields/Toggle.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { KeyHint } from '../../ui/parts/KeyHint.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { commandGroups, commands, commandsOf } from './commands.ts'
import { changeSingleKeys, useSingleKeys } from './keyboard.ts'

/** All keys of the desk. */
export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords('desk')
  const single = useSingleKeys()
  return (
    <SheetPaper open={open} onClose={onClose} title={t('command.show_keys')} about={t('keys.about')}>
      <div className="flex flex-col gap-6">
        {commandGroups.map((group) => (
          <section key={group} aria-label={t(`keys.${group}`)}>
            <h3 className="pb-1 text-13 font-strong text-ink-soft">{t(`keys.${group}`)}</h3>
            <dl className="divide-y divide-line">
              {commandsOf(group).map((command) => (
                <div key={command} className="flex min-h-target items-center gap-4">
                  <dt className="min-w-0 flex-1">{t(`command.${command}`)}</dt>
                  <dd>
                    <KeyHint
                      keys={
                        single || commands[command].key === 'Esc'
                          ? commands[command].key
                          : `Alt ${commands[command].key}`
                      }
                    />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Toggle label={t('keys.single')} about={t('keys.single_about')} on={single} onChange={changeSingleKeys} />
      </div>
    </SheetPaper>
  )
}
