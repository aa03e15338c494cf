import { join, resolve } from 'node:path'

import type { Json } from '../../../src/core/value.ts'
import type { Boundary } from '../files/boundary.ts'
import { shownUrl } from '../remote/get.ts'
import type { TlsSettings } from '../remote/tls-request.ts'
import { StateFault } from '../state/state-content.ts'
import type { BackendValues } from './backend-values.ts'
import { httpPlace } from './http-place.ts'
import { backendFile } from './local-place.ts'
import type { StatePlace } from './place.ts'
import type { Role, S3Settings } from './s3-place.ts'
import { s3Place } from './s3-place.ts'

/** A root whose backend is asked for its state. */
export interface BackendRoot {
  /** absolute */
  readonly folder: string
  /** the configuration's folder */
  readonly configuration: string
  readonly workspace: string
  readonly boundary: Boundary
  readonly at_revision: boolean
  env(name: string): string | undefined
}

const DEFAULT_WORKSPACE = 'default'

/** The backends that can be read: where each keeps the state of a workspace. */
const BACKENDS: Readonly<Record<string, (values: BackendValues, root: BackendRoot) => StatePlace>> = {
  local: localBackend,
  s3: s3Backend,
  http: httpBackend,
}

/** The place where a backend keeps the state of the root's workspace. @throws StateFault where that cannot be told, or read */
export function backendPlace(type: string, values: BackendValues, root: BackendRoot): StatePlace {
  const place = Object.hasOwn(BACKENDS, type) ? BACKENDS[type] : undefined
  if (place) return place(values, root)
  const known = Object.keys(BACKENDS).join(', ')
  throw new StateFault(
    'STATE_BACKEND',
    `the backend ${JSON.stringify(type)} cannot be read (${known} can): pull the state and give it as terraform_state`,
  )
}

function localBackend(values: BackendValues, root: BackendRoot): StatePlace {
  if (root.at_revision)
    throw new StateFault(
      'STATE_BACKEND',
      'the backend "local" keeps its state in a file, which a revision does not hold: give it as terraform_state',
    )
  const path =
    root.workspace === DEFAULT_WORKSPACE
      ? (text(values, 'path') ?? 'terraform.tfstate')
      : join(text(values, 'workspace_dir') ?? 'terraform.tfstate.d', root.workspace, 'terraform.tfstate')
  return backendFile(resolve(root.folder, path), path, root.configuration, root.boundary)
}

function s3Backend(values: BackendValues, { workspace }: BackendRoot): StatePlace {
  const key = needed(values, 's3', 'key').replace(/^\/+/, '')
  const prefix = text(values, 'workspace_key_prefix') ?? 'env:'
  const [access_key, secret_key] = [text(values, 'access_key'), text(values, 'secret_key')]
  const endpoints = values.get('endpoints')
  const settings: S3Settings = {
    bucket: needed(values, 's3', 'bucket'),
    key:
      workspace === DEFAULT_WORKSPACE
        ? key
        : [prefix, workspace, key].filter((part) => part !== '').join('/'),
    in_workspace: workspace !== DEFAULT_WORKSPACE,
    region: text(values, 'region'),
    profile: text(values, 'profile'),
    endpoint: memberText(endpoints, 's3') ?? text(values, 'endpoint'),
    sts_endpoint: memberText(endpoints, 'sts') ?? text(values, 'sts_endpoint'),
    path_style: flag(values, 'use_path_style') ?? flag(values, 'force_path_style'),
    role: roleOf(values),
    keys:
      access_key !== undefined && secret_key !== undefined
        ? { access_key, secret_key, token: text(values, 'token') }
        : undefined,
    customer_key: text(values, 'sse_customer_key'),
  }
  return s3Place(settings)
}

function roleOf(values: BackendValues): Role | undefined {
  const block = values.get('assume_role')
  const arn = memberText(block, 'role_arn') ?? text(values, 'role_arn')
  if (arn === undefined) return undefined
  return {
    arn,
    external_id: memberText(block, 'external_id') ?? text(values, 'external_id'),
    session_name: memberText(block, 'session_name') ?? text(values, 'session_name'),
  }
}

/** Credentials may come from Terraform's own variables; an address never does: it would be every environment's. */
function httpBackend(values: BackendValues, root: BackendRoot): StatePlace {
  const url = needed(values, 'http', 'address')
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new StateFault('STATE_BACKEND', `the backend "http": ${shownUrl(url)} is no address`)
  if (root.workspace !== DEFAULT_WORKSPACE)
    throw new StateFault(
      'STATE_BACKEND',
      `the backend "http" has no workspaces, and this is ${JSON.stringify(root.workspace)}`,
    )
  return httpPlace({
    url,
    username: text(values, 'username') ?? root.env('TF_HTTP_USERNAME'),
    password: text(values, 'password') ?? root.env('TF_HTTP_PASSWORD'),
    allow_http: true,
    tls: tlsOf(values, root),
  })
}

/** Certificates of the http backend, which Terraform takes from its block or its own variables. */
function tlsOf(values: BackendValues, root: BackendRoot): TlsSettings | undefined {
  const given = (name: string): string | undefined =>
    text(values, name) ?? (root.env(`TF_HTTP_${name.toUpperCase()}`) || undefined)
  const ca = given('client_ca_certificate_pem')
  const certificate = given('client_certificate_pem')
  const key = given('client_private_key_pem')
  if ((certificate === undefined) !== (key === undefined))
    throw new StateFault(
      'STATE_BACKEND',
      'the backend "http": client_certificate_pem and client_private_key_pem are set both, or none',
    )
  const skip_verification = flag(values, 'skip_cert_verification') ?? false
  const isPlain = ca === undefined && certificate === undefined && !skip_verification
  return isPlain ? undefined : { ca, certificate, key, skip_verification }
}

function needed(values: BackendValues, type: string, name: string): string {
  const value = text(values, name)
  if (value !== undefined) return value
  throw new StateFault(
    'STATE_BACKEND',
    `the backend ${JSON.stringify(type)} has no ${name}: give it by backend_config`,
  )
}

function text(values: BackendValues, name: string): string | undefined {
  const value = values.get(name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function memberText(value: Json | undefined, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const member = new Map(Object.entries(value)).get(name)
  return typeof member === 'string' && member !== '' ? member : undefined
}

function flag(values: BackendValues, name: string): boolean | undefined {
  const value = values.get(name)
  if (typeof value === 'boolean') return value
  return value === 'true' ? true : value === 'false' ? false : undefined
}
