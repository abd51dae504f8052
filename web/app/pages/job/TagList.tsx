import type { Tag } from '../../../../src/contract/common.ts'

/** `tier-1`, `owner: analytics`: the value stands where it says more than yes. */
export const tagText = (tag: Tag): string =>
  tag.value === '' || tag.value === 'true' || tag.value === tag.key ? tag.key : `${tag.key}: ${tag.value}`

/** Tags of a thing, not of its fields, under their heading; nothing without any. */
export function TagList({ tags }: { readonly tags: readonly Tag[] }) {
  const own = tags.filter((tag) => tag.field === null)
  if (own.length === 0) return null
  return (
    <>
      <h2>Tags</h2>
      <div className="row wrap tags">
        {own.map((tag) => (
          <span
            className="tag"
            key={`${tag.key} ${tag.value} ${tag.source ?? ''}`}
            title={tag.source === null ? undefined : `from ${tag.source}`}
          >
            <bdi>{tagText(tag)}</bdi>
          </span>
        ))}
      </div>
    </>
  )
}
