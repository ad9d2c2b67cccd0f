export function TableDrawer({ tableId }: { tableId: number; onClose: () => void; onGo: (table: number | undefined) => void }) {
  return <aside>{tableId}</aside>
}
