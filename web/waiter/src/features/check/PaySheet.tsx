import type { Tender } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import type { Cents } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { Sheet } from '@pos/shared/ui/Sheet'
import { Banknote, CreditCard, Wallet } from 'lucide-react'

const TENDERS: { tender: Tender; icon: typeof Banknote }[] = [
  { tender: 'cash', icon: Banknote },
  { tender: 'card', icon: CreditCard },
  { tender: 'other', icon: Wallet },
]

/** How do the guests pay? A tap records it; no terminal is asked. */
export function PaySheet({ cents, onPay, onClose }: { cents: Cents; onPay: (tender: Tender) => void; onClose: () => void }) {
  const t = useT()
  return (
    <Sheet title={t('pay.title')} onClose={onClose}>
      <p className="pb-3 text-center text-3xl font-bold">
        <Money cents={cents} />
      </p>
      <TenderButtons onPay={onPay} />
    </Sheet>
  )
}

/** The three ways to pay, as keys. */
export function TenderButtons({ onPay, disabled = false }: { onPay: (tender: Tender) => void; disabled?: boolean }) {
  const t = useT()
  return (
    <div className="grid grid-cols-3 gap-2">
      {TENDERS.map(({ tender, icon: Icon }) => (
        <Button key={tender} disabled={disabled} className="h-20 flex-col gap-1!" onClick={() => onPay(tender)}>
          <Icon aria-hidden /> {t(`tender.${tender}`)}
        </Button>
      ))}
    </div>
  )
}
