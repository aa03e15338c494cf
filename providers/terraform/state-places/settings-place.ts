import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

import type { Context } from '../../../src/core/provider.ts'
import { shownUrl } from '../remote/get.ts'
import type { StateSettings } from '../settings.ts'
import { schemeOf } from '../settings.ts'
import { StateFault } from '../state/state-content.ts'
import { httpPlace } from './http-place.ts'
import { localPlace } from './local-place.ts'
import type { StatePlace } from './place.ts'
import { s3Place } from './s3-place.ts'
import { s3Settings } from './s3-settings.ts'

/** How reports name the place that a configuration's `path` is. */
export function shownPath(path: string): string {
  return schemeOf(path).startsWith('http') ? shownUrl(path) : path
}

/** The place that a `terraform_state` names. @throws StateFault where its password, or its address, cannot be had */
export async function settingsPlace(settings: StateSettings, context: Context): Promise<StatePlace> {
  const { path } = settings
  switch (schemeOf(path)) {
    case '':
      return localPlace(resolve(context.folder, path), path, context.folder)
    case 's3': {
      const object = s3Settings(settings)
      if (object) return s3Place(object)
      throw new StateFault('STATE_NOT_FOUND', 'it names no object: s3://bucket/key')
    }
    default: {
      if (!URL.canParse(path)) throw new StateFault('STATE_UNREACHABLE', 'it is not an address')
      const password = settings.password && (await secretOf(settings.password, context))
      const isLoopback = schemeOf(path) === 'http'
      return httpPlace({ url: path, username: settings.username, password, allow_http: isLoopback })
    }
  }
}

async function secretOf(setting: NonNullable<StateSettings['password']>, context: Context): Promise<string> {
  if ('env' in setting) {
    const value = context.env(setting.env)
    if (value) return value
    throw new StateFault('STATE_FORBIDDEN', `password: the variable ${setting.env} is not set`)
  }
  try {
    return (await readFile(resolve(context.folder, setting.file), 'utf8')).replace(/\r?\n$/, '')
  } catch {
    throw new StateFault('STATE_FORBIDDEN', `password: the file ${setting.file} cannot be read`)
  }
}
