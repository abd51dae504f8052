import { Icon } from '../../ui/Icon.tsx'

/** A file that the server makes; `to` is an address of the API. */
export function DownloadLink({ to, label, title }: { readonly to: string; readonly label: string; readonly title?: string }) {
  return (
    <a className="btn sm" href={to} download title={title}>
      <Icon name="down2" />
      {label}
    </a>
  )
}
