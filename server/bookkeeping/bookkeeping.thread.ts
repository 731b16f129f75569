import { parentPort, workerData } from 'node:worker_threads'
import { runFollower } from '../cases/follow.ts'
import { runSealer } from '../ledger/seal.ts'
import { systemClock } from '../platform/clock.ts'
import { connect } from '../platform/database.ts'
import { stopThread } from '../platform/kept-thread.ts'
import { createLog } from '../platform/log.ts'
import { readSealKey } from '../platform/seal-key.ts'
import { stepBack, stepBackInDatabase } from '../platform/step-back.ts'
import type { Books } from './bookkeeping.ts'

/** It reads on while it writes. */
const sealerConnections = 2
/** How soon a connection that took the place of a lost one steps back. */
const stepBackEveryMs = 60_000

const { databaseUrl, logLevel, dataFolder, sealKeyFile } = workerData as Books
const log = createLog(logLevel)
// What the follower did and its place are lost together or not at all; a message does not wait for the disk behind it.
const followerSql = connect(databaseUrl, { connections: 1, name: 'dompet follower', losesLast: true })
// A sealed block is told to others in receipts: it may not be lost.
const sealerSql = connect(databaseUrl, { connections: sealerConnections, name: 'dompet sealer' })
const key = readSealKey(sealKeyFile, dataFolder)

stepBack()
const followerStepsBack = () => stepBackInDatabase(followerSql).catch(() => log.debug('no database to step back in'))
void followerStepsBack()
const steppingBack = setInterval(followerStepsBack, stepBackEveryMs)

const running = [runFollower({ sql: followerSql, log }), runSealer({ sql: sealerSql, clock: systemClock, key, log })]

parentPort!.on('message', async (message) => {
  if (message !== stopThread) return
  clearInterval(steppingBack)
  await Promise.all(running.map(({ stop }) => stop()))
  await Promise.all([followerSql.end(), sealerSql.end()])
  parentPort!.close()
})
