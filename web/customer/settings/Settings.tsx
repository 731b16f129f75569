import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronRight, FileCheck2, Gauge, LogOut, type LucideIcon, ReceiptText, Shield, Snowflake } from 'lucide-react'
import { changeLanguage, signOut } from '../../../contract/identity.ts'
import { Choices } from '../../ui/fields/Choices.tsx'
import { type Language, languageNames, languages } from '../../ui/i18n/language.ts'
import { changeWords, useWords } from '../../ui/i18n/setup.ts'
import { changeLook, type Theme, useLook } from '../../ui/look.ts'
import { call } from '../../ui/net/api.ts'
import { Avatar } from '../../ui/parts/Avatar.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { sayNumber } from '../../ui/phone.ts'
import { Screen } from '../app/Screen.tsx'
import { leave, takeCustomer, useMe } from '../session/me.ts'
import { CalmLane } from './CalmLane.tsx'

const places = [
  { to: '/settings/limits', words: 'settings.limits', about: 'settings.limits_about', icon: Gauge },
  { to: '/settings/fees', words: 'settings.fees', about: 'settings.fees_about', icon: ReceiptText },
  { to: '/verify-receipt', words: 'receipt.check', about: 'settings.receipts_about', icon: FileCheck2 },
  { to: '/settings/security', words: 'settings.security', about: 'settings.security_about', icon: Shield },
  { to: '/settings/freeze', words: 'settings.freeze', about: 'settings.freeze_about', icon: Snowflake },
] as const satisfies readonly { to: string; words: string; about: string; icon: LucideIcon }[]

const themes: readonly Theme[] = ['system', 'light', 'dark']

/** Who one is here, how the app looks and speaks, and what protects the account. */
export function SettingsPage() {
  const { t } = useWords('customer')
  const me = useMe().data
  return (
    <Screen title={t('nav.settings')}>
      {me && (
        <div className="flex flex-wrap items-center gap-4">
          <Avatar name={me.name} size="large" />
          <div className="min-w-0 flex-[1_1_10rem]">
            <p className="text-20 leading-title font-bold wrap-anywhere">{me.name}</p>
            <p className="text-ink-soft tabular-nums">{sayNumber(me.phone)}</p>
          </div>
        </div>
      )}
      <List label={t('nav.settings')}>
        {places.map(({ to, words, about, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={rowPressClass}>
              <RowContent
                before={<Icon aria-hidden size="1.5rem" strokeWidth={1.75} className="text-ink-soft" />}
                title={t(words)}
                about={t(about)}
              />
              <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
            </Link>
          </li>
        ))}
      </List>
      <SizeSetting />
      <CalmLane />
      <LanguageSetting />
      <ThemeSetting />
      <SignOut />
    </Screen>
  )
}

function SizeSetting() {
  const { t } = useWords()
  const { t: own } = useWords('customer')
  const { mode } = useLook()
  return (
    <Choices
      label={t('mode.label')}
      value={mode}
      onChange={(next) => changeLook({ mode: next })}
      options={[
        { value: 'standard', label: t('mode.standard') },
        { value: 'simple', label: t('mode.simple'), about: own('settings.simple_about') },
      ]}
    />
  )
}

function LanguageSetting() {
  const { t, language } = useWords('customer')
  const changing = useMutation({
    mutationFn: (next: Language) => call(changeLanguage, { body: { language: next } }),
    onSuccess: takeCustomer,
    onError: () => toast('warn', t('settings.language_not_kept')),
  })
  return (
    <Choices
      label={t('settings.language')}
      value={language}
      onChange={(next) => {
        changeWords(next)
        changing.mutate(next)
      }}
      options={languages.map((value) => ({ value, label: languageNames[value] }))}
    />
  )
}

function ThemeSetting() {
  const { t } = useWords()
  const { theme } = useLook()
  return (
    <Choices
      label={t('theme.label')}
      value={theme}
      onChange={(next) => changeLook({ theme: next })}
      options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
    />
  )
}

function SignOut() {
  const { t } = useWords('customer')
  const navigate = useNavigate()
  const leaving = useMutation({
    mutationFn: () => call(signOut, {}),
    onSuccess: () => {
      leave()
      navigate({ to: '/', replace: true })
    },
    onError: () => toast('warn', t('settings.sign_out_failed')),
  })
  return (
    <Button
      wide
      icon={LogOut}
      busy={leaving.isPending ? t('settings.signing_out') : undefined}
      onClick={() => leaving.mutate()}
    >
      {t('settings.sign_out')}
    </Button>
  )
}
