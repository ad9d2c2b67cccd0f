import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useDraggable, useDroppable, useSensor, useSensors } from '@dnd-kit/core'
import { GripVertical } from 'lucide-react'
import type { ReactNode } from 'react'

/** A list whose rows are dragged by their handles: `onMove` says which went to whose place. */
export function Sortable({ onMove, children }: { onMove: (id: number, overId: number) => void; children: ReactNode }) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor))
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over }) => {
        if (over && over.id !== active.id) onMove(Number(active.id), Number(over.id))
      }}
    >
      {children}
    </DndContext>
  )
}

interface Props {
  id: number
  /** What the handle is called. */
  label: string
  isMarked?: boolean
  children: ReactNode
}

/** One row with its handle; where a dragged row would land is outlined. */
export function SortableRow({ id, label, isMarked = false, children }: Props) {
  const { setNodeRef: asDragged, setActivatorNodeRef, listeners, transform, isDragging } = useDraggable({ id })
  const { setNodeRef: asPlace, isOver } = useDroppable({ id })
  return (
    <div
      ref={(row) => {
        asDragged(row)
        asPlace(row)
      }}
      style={transform ? { transform: `translate3d(0, ${transform.y}px, 0)`, zIndex: 10 } : undefined}
      className={`relative flex min-h-14 items-center gap-1 rounded-md border bg-surface pr-1 max-sm:pl-3 ${isDragging ? 'opacity-80 shadow-2xl' : ''} ${isMarked || (isOver && !isDragging) ? 'border-accent' : 'border-transparent'}`}
    >
      <button type="button" aria-label={label} className="hidden h-12 w-8 shrink-0 cursor-grab touch-none items-center justify-center text-text-2 sm:flex" ref={setActivatorNodeRef} {...listeners}>
        <GripVertical aria-hidden size={18} />
      </button>
      {children}
    </div>
  )
}
