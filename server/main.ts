import { randomBytes, randomInt } from 'node:crypto'
import path from 'node:path'
import { maximumStatementBytes } from '../contract/reconciliation.ts'
import { registerBankRoutes } from './banks/bank.routes.ts'
import { fetchBankStatement } from './banks/bank-statement.ts'
import { keepBooks } from './bookkeeping/bookkeeping.ts'
import { registerCaseRoutes } from './cases/case.routes.ts'
import { casesCrontab, casesJobs } from './cases/cases.jobs.ts'
import { registerConsoleRoutes } from './cases/console.routes.ts'
import { customerCodeJobs } from './cases/customer-code.ts'
import { registerDeskRoutes } from './cases/desk.routes.ts'
import { registerDiagnosisRoutes } from './cases/diagnosis.routes.ts'
import { escalationReader, tellSupervisors } from './cases/escalation.ts'
import { registerFileRoutes } from './cases/file.routes.ts'
import { messageConnections } from './cases/messages.ts'
import { moneyReader, tellMoneyInTimelines } from './cases/money-events.ts'
import { hurryWaiting } from './cases/session.ts'
import { dispatchConnections } from './cases/session-dispatch.ts'
import { registerDeskStatementRoutes } from './cases/statement.routes.ts'
import { registerChatRoutes } from './channels/chat/chat.routes.ts'
import { createChat } from './channels/chat/chat.ts'
import { registerGuestRoutes } from './channels/widget/guest.routes.ts'
import { findDemoSignIns, seedDemoWorld } from './demo/demo.ts'
import { publishDemoHotlines } from './demo/hotlines.ts'
import { printPlaces, printSignIns } from './demo/sign-ins.ts'
import { registerDirectoryRoutes } from './directory/directory.routes.ts'
import { registerDirectoryDeskRoutes } from './directory/directory-desk.routes.ts'
import { ensureEdition } from './directory/edition.ts'
import { createAuthenticators } from './identity/authenticators.ts'
import { registerIdentityRoutes } from './identity/identity.routes.ts'
import { createPasswordJudge } from './identity/password-strength.ts'
import { createPasswords } from './identity/passwords.ts'
import { identityForgettings } from './identity/retention.ts'
import { systemSecrets } from './identity/secrets.ts'
import { loadArticles } from './knowledge/article.ts'
import { registerEditorRoutes } from './knowledge/editor.routes.ts'
import { openHelpCentre } from './knowledge/help-centre.ts'
import { registerHelpRoutes } from './knowledge/knowledge.routes.ts'
import { storeShippedArticles } from './knowledge/shipped.ts'
import { openOperatorAccounts } from './ledger/accounts.ts'
import { holdJobs, holdsCrontab } from './ledger/holds.jobs.ts'
import { keepMonthsAhead, monthJobs } from './ledger/months.jobs.ts'
import { registerProofRoutes } from './ledger/proof.routes.ts'
import { registerMerchantRoutes } from './merchants/merchant.routes.ts'
import { authenticateMerchant } from './merchants/merchant.ts'
import { merchantForgettings } from './merchants/retention.ts'
import { merchantTopics, resumeWebhooks, runWebhookJobs, webhookReader } from './merchants/webhook.jobs.ts'
import { registerWebhookDeskRoutes } from './merchants/webhook-desk.routes.ts'
import { registerHeldRoutes } from './payments/held.routes.ts'
import { heldCrontab, heldJobs } from './payments/held.ts'
import { tellMovements } from './payments/hints.ts'
import { createPayments } from './payments/payment.ts'
import { registerPaymentRoutes } from './payments/payments.routes.ts'
import { registerStatementRoutes } from './payments/statement.routes.ts'
import { systemClock } from './platform/clock.ts'
import { type Config, readConfig } from './platform/config.ts'
import { ConfigFault, configFaultExit } from './platform/config-fault.ts'
import { awaitServer, connect, connectLanes, connectOwner, isConnectionLost } from './platform/database.ts'
import { createFileStore } from './platform/files.ts'
import { registerHealthRoutes } from './platform/health.routes.ts'
import { createHttp, type Http } from './platform/http.ts'
import { createIds } from './platform/ids.ts'
import { runJobs } from './platform/jobs.ts'
import { createLive } from './platform/live.ts'
import { createLog, type Log } from './platform/log.ts'
import { migrate, requireMigrated } from './platform/migrate.ts'
import { outboxForgetting } from './platform/outbox.retention.ts'
import { openOutbox } from './platform/outbox.ts'
import { type PostgresServer, startPostgres } from './platform/postgres-server.ts'
import { retentionCrontab, retentionJobs } from './platform/retention.ts'
import { openSignals } from './platform/signals.ts'
import { createSms } from './platform/sms.ts'
import { transactInLine } from './platform/transactions.ts'
import { createScan } from './platform/virus-scan.ts'
import { registerWebPages } from './platform/web-pages.ts'
import { reconciliationCrontab, reconciliationJobs } from './reconciliation/reconciliation.jobs.ts'
import { registerReconciliationRoutes } from './reconciliation/reconciliation.routes.ts'
import { openSource } from './reconciliation/reconciliation.ts'
import { registerRoutingRoutes } from './routing/routing.routes.ts'
import { registerSupervisionRoutes } from './supervision/supervision.routes.ts'

const databaseName = 'dompet'
/** Whose name stands on statements and receipts. */
const operatorName = 'Dompet'

/** Starts everything that the configuration asks for, or nothing: what was begun when it failed is ended again. */
export async function startDompet(config: Config, log: Log) {
  const begun = new AsyncDisposableStack()
  try {
    const http = await wire(config, log, begun)
    return {
      http,
      /** Takes nothing new, finishes what is in flight, and lets go of everything in the order of who needs whom. */
      stop: () => begun.disposeAsync(),
    }
  } catch (error) {
    await begun.disposeAsync().catch((problem) => log.warn({ err: problem }, 'what was begun did not end in order'))
    throw error
  }
}

/** The only wiring: who gets what can be read here from top to bottom. `begun` ends in the opposite order. */
async function wire(config: Config, log: Log, begun: AsyncDisposableStack): Promise<Http> {
  const database = await openDatabase(config, log)
  begun.defer(database.stop)
  const clock = systemClock
  const ids = createIds(clock)
  const { publicUrl, secretKey, sealKey } = config
  const sql = connect(database.url, { connections: config.DOMPET_DATABASE_CONNECTIONS, name: 'dompet' })
  const lanes = config.DOMPET_POSTING_CONNECTIONS
  const messageSql = connect(database.url, { connections: messageConnections, name: 'dompet messages' })
  const dispatchSql = connect(database.url, { connections: dispatchConnections, name: 'dompet dispatch' })
  const postingLanes = connectLanes(database.url, { lanes, name: 'dompet posting' })
  for (const pool of [sql, messageSql, dispatchSql, ...postingLanes]) begun.defer(() => pool.end())
  await openOperatorAccounts(sql, ids, clock.now())

  const authenticators = { ...createAuthenticators({ sql, clock }), merchant: authenticateMerchant({ sql }) }
  const http = await createHttp({
    log,
    ids,
    authenticators,
    rateLimitPerMinute: config.DOMPET_RATE_LIMIT_PER_MINUTE,
    mounts: config.mounts,
    trustedProxies: config.DOMPET_TRUSTED_PROXIES,
    widgetSites: config.widgetSites,
  })
  const signals = await openSignals({ sql, ids, log })
  begun.defer(signals.close)
  const live = await createLive({ http, authenticators, signals, clock, log, publicUrl })
  const chat = createChat({ sql, messageSql, dispatchSql, clock, ids, log, signals, live })
  begun.defer(chat.stop)
  const sms = createSms({
    host: config.SMPP_HOST,
    port: config.SMPP_PORT,
    systemId: config.SMPP_SYSTEM_ID,
    password: config.SMPP_PASSWORD,
    sender: config.SMPP_SENDER,
    log,
  })
  begun.defer(sms.close)
  const passwords = createPasswords()
  const passwordJudge = createPasswordJudge()
  begun.defer(passwordJudge.close)
  const outbox = openOutbox({ sql, log })
  begun.defer(outbox.close)
  const payments = createPayments({
    sql,
    clock,
    ids,
    secretKey,
    lanes: postingLanes.map(transactInLine),
    committed: outbox.nudge,
  })
  begun.defer(payments.drain)

  registerHealthRoutes(http.server, sql)
  registerIdentityRoutes(http, {
    sql,
    clock,
    ids,
    secrets: systemSecrets,
    secretKey,
    sms,
    passwords,
    passwordJudge,
    publicUrl,
    signinLimitPerMinute: config.DOMPET_SIGNIN_LIMIT_PER_MINUTE,
    afterFreeze: hurryWaiting,
  })
  registerPaymentRoutes(http, { sql, clock, ids, payments, sealKey })
  registerStatementRoutes(http, { sql, clock, operator: operatorName })
  registerProofRoutes(http, { sql, sealKey })
  registerDeskStatementRoutes(http, { sql, clock, ids, operator: operatorName })
  registerMerchantRoutes(http, { sql, clock, ids, random: randomBytes, publicUrl })
  registerWebhookDeskRoutes(http, { sql, clock, ids })
  const bankClient = await registerBankRoutes(http, {
    sql,
    clock,
    ids,
    committed: outbox.nudge,
    bank: {
      url: config.BANK_URL,
      name: config.BANK_NAME,
      partnerId: config.BANK_PARTNER_ID,
      clientSecret: config.BANK_CLIENT_SECRET,
      serviceId: config.BANK_SERVICE_ID,
      publicKeyFile: config.BANK_PUBLIC_KEY_FILE,
      signingKeyFile: config.BANK_SIGNING_KEY_FILE,
    },
  })
  const topUps = { sql, clock, ids, committed: outbox.nudge }
  registerHeldRoutes(http, topUps)
  const reconciliation = {
    sql,
    clock,
    ids,
    log,
    committed: outbox.nudge,
    source: {
      name: config.BANK_NAME,
      currency: 'IDR' as const,
      format: 'camt.053' as const,
      fetch: (day: string) => fetchBankStatement(bankClient, day, maximumStatementBytes),
    },
  }
  registerReconciliationRoutes(http, reconciliation)
  const editors = { sql, clock, ids }
  await storeShippedArticles(editors, loadArticles())
  registerHelpRoutes(http, await openHelpCentre({ sql, signals, log }), editors)
  registerEditorRoutes(http, editors)

  const cases = { sql, clock, ids, messages: chat.messages }
  registerChatRoutes(http, cases)
  registerGuestRoutes(http, cases)
  registerDeskRoutes(http, cases)
  registerCaseRoutes(http, cases)
  registerDiagnosisRoutes(http, cases)
  registerRoutingRoutes(http, cases)
  registerSupervisionRoutes(http, cases)
  registerConsoleRoutes(http, { ...cases, secretKey })
  const own = { operator: operatorName, publicUrl, smsSender: config.SMPP_SENDER }
  const directory = { ...cases, own, sealKey, secretKey, secrets: systemSecrets, draw: randomInt }
  await ensureEdition(sql, directory)
  registerDirectoryRoutes(http, directory)
  registerDirectoryDeskRoutes(http, directory)
  const scan = config.CLAMAV_ADDRESS ? createScan(config.CLAMAV_ADDRESS, log) : null
  registerFileRoutes(http, { sql, clock, ids, authenticators, files: createFileStore(config.DOMPET_DATA), scan })
  await registerWebPages(http.server)

  // Before anything is posted, also where the wallet was away over several months.
  await keepMonthsAhead(sql, clock)
  if (config.DOMPET_DEMO === 'yes') {
    const { DEMO_SHOP_KEY: key, DEMO_SHOP_WEBHOOK_URL: url, DEMO_SHOP_WEBHOOK_SECRET: secret } = config
    const { BANK_NAME: name, BANK_SERVICE_ID: serviceId, DEMO_BANK_PAST_URL: pastUrl } = config
    const bank = { name, serviceId, pastUrl }
    const sandboxShop = { key, webhook: url && secret ? { url, secret } : null }
    await seedDemoWorld({ sql, clock, passwords, secretKey, publicUrl, bank, sandboxShop, signals, feed: chat.feed })
    await publishDemoHotlines(directory)
  }

  // After the demo world, which has opened it already where its bank knows of its past; else what was before is the opening difference.
  await openSource(reconciliation)

  const works = config.DOMPET_ROLES.includes('worker')
  const allowPrivate = config.WEBHOOK_ALLOW_PRIVATE === 'yes'
  const forgettings = [outboxForgetting, ...identityForgettings, ...merchantForgettings]
  const jobs = {
    ...monthJobs({ sql, clock }),
    ...holdJobs({ sql, clock, ids }),
    ...heldJobs(topUps),
    ...retentionJobs({ sql, clock, log, forgettings }),
    ...reconciliationJobs(reconciliation),
    ...casesJobs({ sql, clock, ids }),
    ...customerCodeJobs({ sql, clock, secrets: systemSecrets, secretKey, sms }),
  }
  if (works) {
    const crontab = [holdsCrontab, heldCrontab, retentionCrontab, reconciliationCrontab, casesCrontab]
    const worker = await runJobs(database.url, jobs, log, { crontab })
    begun.defer(worker.stop)
    const webhookWorker = await runWebhookJobs(database.url, { sql, clock, ids, log, allowPrivate })
    begun.defer(webhookWorker.stop)
    outbox.read({ name: 'webhooks', topics: merchantTopics }, webhookReader({ clock }))
    outbox.read(
      { name: 'live', topics: ['payment.paid', 'payment.received', 'top_up.kept', 'checkout.paid'] },
      tellMovements(live),
    )
    outbox.read(moneyReader, tellMoneyInTimelines({ clock }))
    outbox.read(escalationReader, tellSupervisors)
    await resumeWebhooks(sql, clock)
    const books = {
      databaseUrl: database.url,
      dataFolder: config.DOMPET_DATA,
      sealKeyFile: config.DOMPET_SEAL_KEY_FILE,
    }
    begun.defer(keepBooks({ ...books, logLevel: config.DOMPET_LOG }, log).stop)
  }

  begun.defer(() => http.server.close())
  const serves = config.DOMPET_ROLES.includes('api')
  if (serves) await listen(http, config)
  log.info({ port: config.DOMPET_PORT, roles: config.DOMPET_ROLES }, 'ready')

  if (config.DOMPET_DEMO === 'yes') {
    const signIns = await findDemoSignIns(sql)
    if (signIns) printSignIns(signIns, publicUrl)
    else printPlaces(publicUrl)
  }

  return http
}

async function listen({ server }: Http, { DOMPET_PORT: port, DOMPET_HOST: host }: Config) {
  await server.listen({ port, host }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new ConfigFault([`DOMPET_PORT: port ${port} is in use`])
    if (error.code === 'EADDRNOTAVAIL') throw new ConfigFault([`DOMPET_HOST: ${host} is no address of this machine`])
    throw error
  })
}

/** The database that the operator names, else our own under the data folder, which we start again when it dies. */
async function openDatabase(config: Config, log: Log) {
  if (config.DATABASE_URL) {
    const url = config.DATABASE_URL
    await awaitServer(url).catch((error: Error) => {
      // One that is away may come back, and whoever started us tries again.
      if (isConnectionLost(error)) throw error
      throw new ConfigFault([`DATABASE_URL: the database does not let us in: ${error.message}`])
    })
    if (config.DOMPET_MIGRATE === 'yes') await migrate(url)
    else await requireMigrated(url)
    return { url, stop: async () => {} }
  }
  const server = await startPostgres(path.join(config.DOMPET_DATA, 'postgres'))
  server.keep((problem) => log.error({ err: problem }, problem ? 'PostgreSQL did not start' : 'PostgreSQL died'))
  try {
    await prepareDatabase(server)
  } catch (error) {
    await server.leave().catch((problem) => log.warn({ err: problem }, 'PostgreSQL did not end'))
    throw error
  }
  return { url: server.url(databaseName), stop: server.leave }
}

async function prepareDatabase(server: PostgresServer): Promise<void> {
  const admin = connectOwner(server.url('postgres'))
  try {
    const [known] = await admin`select 1 from pg_database where datname = ${databaseName}`
    if (!known) await admin.unsafe(`create database ${databaseName}`).catch(unlessThere)
  } finally {
    await admin.end()
  }
  await migrate(server.url(databaseName))
}

/** Another process that started at the same time was first. */
function unlessThere(error: { code?: string }) {
  if (error.code !== '42P04' && error.code !== '23505') throw error
}

/** Longest orderly stop; past it the process ends, and what was in flight is finished by idempotency. */
const stopTimeoutMs = 15_000

async function run() {
  const config = readConfig()
  const log = createLog(config.DOMPET_LOG)
  // Whatever nobody expected ends the process: a supervisor starts it again, and nothing acknowledged is lost.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'ended by an error that nobody expected')
    process.exit(1)
  })
  // A promise that nobody waits for any more may end with the connection it stood on. Everything else is a fault.
  process.on('unhandledRejection', (reason) => {
    if (!isConnectionLost(reason)) throw reason
    log.warn({ err: reason }, 'the database went away')
  })
  const starting = startDompet(config, log)
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), stopTimeoutMs).unref()
    // Asked while it still starts: what is begun, a database above all, is ended in order, too. Why a start failed is told below.
    const dompet = await starting.catch(() => undefined)
    await dompet?.stop()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  await starting
}

if (import.meta.main) {
  run().catch((error: Error) => {
    const isConfig = error instanceof ConfigFault
    console.error(isConfig ? error.message : error)
    process.exit(isConfig ? configFaultExit : 1)
  })
}
