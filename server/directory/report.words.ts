import type { SuspectKind } from '../../contract/directory.ts'
import type { Language } from '../../contract/identity.ts'

const kinds: Record<Language, Record<SuspectKind, string>> = {
  zh: { phone: '电话号码', sender: '短信发送方', link: '链接', mail: '邮箱地址' },
  id: { phone: 'nomor telepon', sender: 'pengirim pesan', link: 'tautan', mail: 'alamat email' },
  en: { phone: 'phone number', sender: 'sender of messages', link: 'link', mail: 'mail address' },
}

/** The first message of a case about fraud, in the customer's language and name. */
export function reportText(language: Language, kind: SuspectKind, value: string, words: string): string {
  const what = kinds[language][kind]
  const more = words ? `\n${words}` : ''
  switch (language) {
    case 'zh':
      return `我举报疑似诈骗的${what}：${value}${more}`
    case 'id':
      return `Saya melaporkan ${what} yang diduga penipuan: ${value}${more}`
    case 'en':
      return `I report a ${what} as fraud: ${value}${more}`
  }
}

/** Why an agent opened the account, as the customer reads it. */
export function codeReason(language: Language): string {
  switch (language) {
    case 'zh':
      return '您在电话里报出了应用中的通话码'
    case 'id':
      return 'Anda menyebutkan kode telepon dari aplikasi'
    case 'en':
      return 'You read out the call code of the app'
  }
}
