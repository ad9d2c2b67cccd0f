import type { SiteChange, SiteDetail } from '@pos/shared/cloud-api/shapes'

import { ask, cloud } from '../../cloud/client'

/** Change what is named of a site; the rest stays. */
export function changeSite(site: SiteDetail, body: SiteChange): Promise<SiteDetail> {
  return ask(cloud.PUT('/api/sites/{site_id}', { params: { path: { site_id: site.site_id } }, body }))
}
