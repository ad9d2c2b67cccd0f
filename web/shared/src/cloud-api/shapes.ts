import type { components } from './schema'

export type { paths } from './schema'

type Schemas = components['schemas']

export type Session = Schemas['SessionOut']
export type Site = Schemas['SiteOut']
export type SiteDetail = Schemas['SiteDetail']
export type SiteList = Schemas['SiteList']
export type SiteNew = Schemas['SiteNew']
export type SiteChange = Schemas['SiteChange']
export type Status = Site['status']
export type Health = Schemas['FleetHealth']
export type Secret = Schemas['SecretOut']
export type Happening = Schemas['HappeningOut']
export type Action = Schemas['ActionOut']
