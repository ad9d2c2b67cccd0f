import { Button } from '@pos/shared/ui/Button'
import { EllipsisVertical, type LucideIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

/** One thing to do. */
export interface MenuItem {
  label: string
  icon: LucideIcon
  onChoose: () => void
  isDanger?: boolean
  isDisabled?: boolean
}

interface Props {
  /** What the button is called. */
  label: string
  items: readonly MenuItem[]
  /** What the button shows; three dots unless given. */
  children?: ReactNode
}

/** Less usual things to do, behind a button; arrows and Escape work. */
export function Menu({ label, items, children }: Props) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button look={children ? 'plain' : 'bare'} aria-label={label}>
          {children ?? <EllipsisVertical aria-hidden />}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-56 overflow-y-auto rounded-md border border-border bg-surface p-1 text-text shadow-2xl"
        >
          {items.map(({ label: name, icon: Icon, onChoose, isDanger, isDisabled }) => (
            <DropdownMenu.Item
              key={name}
              disabled={isDisabled ?? false}
              onSelect={onChoose}
              className={`flex min-h-12 cursor-pointer items-center gap-3 rounded-sm px-3 outline-none data-[disabled]:cursor-default data-[disabled]:text-text-2 data-[highlighted]:bg-surface-2 ${isDanger ? 'font-semibold text-problem' : ''}`}
            >
              <Icon aria-hidden size={20} className="shrink-0" />
              {name}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
