import { useState } from 'react'
import { AmountField } from '../fields/AmountField.tsx'
import { Choices } from '../fields/Choices.tsx'
import { CodeField } from '../fields/CodeField.tsx'
import { PhoneField } from '../fields/PhoneField.tsx'
import { PinField } from '../fields/PinField.tsx'
import { PinPad } from '../fields/PinPad.tsx'
import { SearchField } from '../fields/SearchField.tsx'
import { Select } from '../fields/Select.tsx'
import { TextArea } from '../fields/TextArea.tsx'
import { TextField } from '../fields/TextField.tsx'
import { Toggle } from '../fields/Toggle.tsx'
import { languageNames, languages } from '../i18n/language.ts'
import { useWords } from '../i18n/setup.ts'
import { samples } from './samples.ts'

/** Everything that is filled in. */
export function Fields() {
  const { t, language } = useWords()
  const words = samples[language]
  const [phone, setPhone] = useState('+628123456789')
  const [amount, setAmount] = useState('20000')
  const [code, setCode] = useState('482')
  const [pin, setPin] = useState('12')
  const [password, setPassword] = useState('kopi tugu pagi')
  const [note, setNote] = useState('')
  const [search, setSearch] = useState('Kopi')
  const [topic, setTopic] = useState('0')
  const [on, setOn] = useState(true)
  const [chosen, setChosen] = useState(language)
  return (
    <section className="flex flex-col gap-6">
      <AmountField label={words.amount} hint={words.amountHint} currency="IDR" value={amount} onChange={setAmount} />
      <PhoneField label={words.phone} hint={words.phoneHint} value={phone} onChange={setPhone} />
      <PhoneField label={words.phone} fault={words.phoneFault} value="+6281234" onChange={() => {}} />
      <TextField label={words.password} type="password" value={password} onChange={setPassword} />
      <CodeField label={words.code} value={code} onChange={setCode} />
      <PinField label="PIN" value={pin} onChange={setPin} />
      <TextArea label={`${words.note} (${t('field.optional')})`} value={note} onChange={setNote} />
      <SearchField label={words.history} value={search} onChange={setSearch} />
      <Select
        label={t('language')}
        value={chosen}
        onChange={setChosen}
        options={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
      <Choices
        label={words.topic}
        value={topic}
        onChange={setTopic}
        options={words.topics.map((label, place) => ({
          value: String(place),
          label,
          ...(place === 0 ? { about: words.topicAbout } : {}),
        }))}
      />
      <Toggle label={words.simple} about={words.simpleAbout} on={on} onChange={setOn} />
      <PinPad label={words.pinFor} value={pin} onChange={setPin} fault={pin === '' ? words.pinFault : undefined} />
    </section>
  )
}
