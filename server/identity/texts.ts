import type { Language } from '../../contract/identity.ts'

/**
 * What we send by SMS. No links: a customer never has to judge one. Indonesian and English fit one message of 160
 * characters, Chinese one of 70.
 */
export function signupCodeText(language: Language, code: string, minutes: number): string {
  switch (language) {
    case 'zh':
      return `Dompet：${code} 是您的注册验证码，${minutes} 分钟内有效。Dompet 绝不会向您索要此验证码，请勿告诉任何人。`
    case 'id':
      return `Dompet: ${code} adalah kode daftar Anda, berlaku ${minutes} menit. Dompet tidak pernah meminta kode ini. Jangan berikan kepada siapa pun.`
    case 'en':
      return `Dompet: ${code} is your sign-up code, good for ${minutes} minutes. Dompet will never ask you for this code. Do not give it to anyone.`
  }
}

/** To the owner of a number that somebody tries to sign up with again. */
export function alreadyCustomerText(language: Language): string {
  switch (language) {
    case 'zh':
      return 'Dompet：您的号码已有账户，请用密码登录。如果不是您本人操作，无需处理，您的资金安全。'
    case 'id':
      return 'Dompet: nomor ini sudah punya akun. Silakan masuk dengan kata sandi Anda. Jika bukan Anda yang mendaftar, abaikan saja. Uang Anda aman.'
    case 'en':
      return 'Dompet: you already have an account with this number. Please sign in with your password. If this was not you, do nothing. Your money is safe.'
  }
}

/** A code that the customer enters in the own app while talking to us. */
export function checkCodeText(language: Language, code: string, minutes: number): string {
  switch (language) {
    case 'zh':
      return `Dompet：${code} 是您的确认码，${minutes} 分钟内有效。请只在 Dompet 应用的对话中输入，不要告诉任何人，包括我们的客服。`
    case 'id':
      return `Dompet: ${code} kode konfirmasi Anda, berlaku ${minutes} menit. Isi hanya di chat aplikasi Dompet. Jangan beri tahu siapa pun, juga petugas kami.`
    case 'en':
      return `Dompet: ${code} is your check code, good for ${minutes} minutes. Enter it only in the chat of your Dompet app. Tell nobody, not even our staff.`
  }
}
