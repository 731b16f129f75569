/** What people write to a desk, as a stock of words for texts that are made up: common ones first. */
export const stock = {
  id: `saldo uang transfer bayar belum masuk sudah kirim gagal pulsa toko qris kode pin akun terkunci nomor bank bca mandiri
    kemarin tadi pagi malam struk bukti tolong cek kembali dana batas hari biaya promo aplikasi keluar masuk lupa sandi ganti
    hp hilang penipu telepon mengaku petugas minta kode otp salah orang teman ibu ayah warung belanja listrik token air tagihan
    asuransi cicilan pulsa paket data isi ulang minimarket virtual rekening tujuan nama berbeda tertahan tunggu menit jam lama
    sekali kecewa terima kasih mohon bantuan segera darurat rumah sakit sekolah kuliah gaji lembur potongan ganda dua kali`,
  en: `money balance payment paid refund transfer failed shop code scan account locked pin number bank yesterday morning evening
    receipt please check back limit day fee app sign password forgot phone lost caller asked otp wrong person friend mother
    father store groceries electricity token water bill insurance data top up voucher virtual name different held wait minutes
    hours long sorry thanks help urgent hospital school salary twice charged double pending arrived missing merchant closed
    cancelled expired device tablet travel abroad currency exchange pocket goal saving statement report tax invoice`,
  zh: `余额 付款 退款 转账 充值 到账 没有 商家 扫码 二维码 账户 锁定 密码 手机 银行 昨天 早上 晚上 收据 请问 查询 限额 手续费 登录
    忘记 丢失 骗子 电话 客服 验证码 转错 朋友 妈妈 爸爸 超市 电费 水费 账单 保险 话费 流量 虚拟账户 姓名 不同 冻结 等待 分钟 小时
    很久 抱歉 谢谢 帮助 紧急 医院 学校 工资 两次 重复 处理中 收到 关闭 取消 过期 设备 平板 旅行 国外 货币 兑换 储蓄 目标 对账单 发票`,
} as const

export const names = `Budi Santoso Siti Rahayu Agus Wijaya Dewi Lestari Eko Prasetyo Rina Kusuma Hendra Gunawan Wati Susanti Joko Hartono
  Maya Sari Andi Saputra Ratna Dewi Yusuf Hidayat Putri Anggraini Bambang Setiawan Lina Marlina Rizki Ramadhan Nur Aisyah`
