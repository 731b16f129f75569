import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  becomeGuest,
  type Guest,
  type GuestTopic,
  maximumGuestNameCharacters,
  openGuestChat,
} from '../../contract/guest.ts'
import { Select } from '../ui/fields/Select.tsx'
import { TextField } from '../ui/fields/TextField.tsx'
import { useWords } from '../ui/i18n/setup.ts'
import { call, RefusedError } from '../ui/net/api.ts'
import { readGuestToken } from '../ui/net/guestToken.ts'
import { Button } from '../ui/parts/Button.tsx'
import { ErrorState } from '../ui/parts/ErrorState.tsx'
import { Notice } from '../ui/parts/Notice.tsx'
import { drawToken, keepToken } from './guest.ts'

/** What one may ask about without an account, in the order of the list. */
export const topics = ['other', 'account', 'top_up', 'safety', 'complaint'] as const satisfies readonly GuestTopic[]

type StartChatProps = {
  about: GuestTopic
  token?: string
  onBegun: (guest: Guest, token: string) => void
  /** The token is not taken any more. */
  onOver: () => void
}

/** Name, if one likes, and what it is about; then a person comes. */
export function StartChat({ about, token, onBegun, onOver }: StartChatProps) {
  const { t, language } = useWords('widget')
  const [name, setName] = useState('')
  const [topic, setTopic] = useState<GuestTopic>(about)
  const opening = useMutation({
    mutationFn: async () => {
      // Where an answer was lost, the token that was drawn before is still kept.
      const mine = token ?? readGuestToken() ?? drawToken()
      keepToken(mine)
      const guest = token
        ? { name: '', language, expiresAt: '' }
        : await call(becomeGuest, { body: { token: mine, name: name.trim(), language } })
      return { mine, guest: { ...guest, chat: await call(openGuestChat, { body: { topic } }) } }
    },
    onSuccess: ({ guest, mine }) => onBegun(guest, mine),
    onError: (error) => {
      if (error instanceof RefusedError && error.code === 'signin_required') onOver()
    },
  })

  function begin(event: FormEvent) {
    event.preventDefault()
    if (!opening.isPending) opening.mutate()
  }

  return (
    <form onSubmit={begin} className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-gutter py-4">
      {about === 'account' ? (
        <Notice meaning="info" title={t('start.cannot_title')}>
          {t('start.cannot_text')}
        </Notice>
      ) : (
        <Notice meaning="info" title={t('start.title')}>
          {t('start.text')}{' '}
          <a href="/help/chat" target="_blank" rel="noopener" className="font-strong text-accent underline">
            {t('start.sign_in')}
          </a>
        </Notice>
      )}
      {!token && (
        <TextField
          label={t('start.name')}
          hint={t('start.name_hint')}
          value={name}
          onChange={setName}
          maxLength={maximumGuestNameCharacters}
          autoComplete="name"
        />
      )}
      <Select
        label={t('start.about')}
        value={topic}
        onChange={setTopic}
        options={topics.map((value) => ({ value, label: t(`topic.${value}`) }))}
      />
      {opening.error && <ErrorState error={opening.error} onRetry={() => opening.mutate()} />}
      <Button type="submit" tone="primary" wide busy={opening.isPending ? t('start.busy') : undefined}>
        {t('person')}
      </Button>
    </form>
  )
}
