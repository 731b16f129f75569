import type { Language } from '../../contract/identity.ts'
import { saveCategory } from '../cases/category-settings.ts'
import { selectMacros } from '../cases/macro.sql.ts'
import { deleteMacro, saveMacro } from '../cases/macro.ts'
import { readTargetSettings, saveTarget } from '../cases/target-settings.ts'
import { readAgentSettings, saveAgent } from '../routing/agent-settings.ts'
import { done, known, type Stage } from './stage.ts'
import type { DeedOf } from './steps.ts'

/** Adds the macro, or gives the one of this name new words. */
export async function setMacro(stage: Stage, { by, ...macro }: DeedOf<'set_macro'>): Promise<void> {
  const { language, name, text } = macro
  const id = (await findMacro(stage, macro))?.id ?? stage.ids()
  done(await saveMacro(stage, known(stage.staff, by), { id, language, name, text, command: null }))
}

export async function dropMacro(stage: Stage, step: DeedOf<'drop_macro'>): Promise<void> {
  const macro = await findMacro(stage, step)
  if (!macro) throw new Error(`the demo world has no macro ${step.name}`)
  done(await deleteMacro(stage, known(stage.staff, step.by), macro.id))
}

const findMacro = async ({ sql }: Stage, wanted: { language: Language; name: string }) =>
  (await selectMacros(sql)).find(({ language, name }) => language === wanted.language && name === wanted.name)

export async function setCategory(stage: Stage, { by, code, topic, names }: DeedOf<'set_category'>): Promise<void> {
  const facts = { topic, names, priority: 'normal', awaitsMoney: false, retired: false } as const
  done(await saveCategory(stage, known(stage.staff, by), code, { ...facts, version: null }))
}

/** By chat only, and only the first reply: the other promises stay those of every category. */
export async function setPromise(stage: Stage, step: DeedOf<'set_promise'>): Promise<void> {
  const { category, firstReplyMinutes: minutes } = step
  const before = (await readTargetSettings(stage.sql)).find(
    (one) => one.category === category && one.channel === 'chat',
  )
  const promises = { first_reply: { minutes, warnPercent: 75 }, next_reply: null, resolution: null }
  const target = { category, channel: 'chat', promises, version: before?.version ?? null } as const
  done(await saveTarget(stage, known(stage.staff, step.by), target))
}

export async function setPlaces(stage: Stage, { by, agent, chat }: DeedOf<'set_places'>): Promise<void> {
  const { staffId } = known(stage.staff, agent)
  const found = (await readAgentSettings(stage.sql)).find(({ id }) => id === staffId)
  if (!found) throw new Error(`${agent} answers nobody in the demo world`)
  const { languages, skills, places, version } = found
  done(
    await saveAgent(stage, known(stage.staff, by), staffId, {
      languages,
      skills,
      places: { ...places, chat },
      version,
    }),
  )
}
