/** A share as a bar beside the number that says the same. */
export const Bar = ({ share, color }: { share: number; color: string }) => (
  <div className="overview-bar" aria-hidden="true">
    <div
      className="overview-bar-fill"
      style={{
        width: `${(share * 100).toFixed(2)}%`,
        // Filled grey hardly shows on dark.
        backgroundColor: `var(--mantine-color-${color === 'gray' ? 'dimmed' : `${color}-filled`})`,
      }}
    />
  </div>
)
