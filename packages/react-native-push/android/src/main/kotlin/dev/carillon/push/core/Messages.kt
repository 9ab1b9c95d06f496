package dev.carillon.push.core

/** Key of a data message that takes a message's notification back; its value is the message ID. */
const val REVOKED_KEY = "revokedMsgID"

/** Pushes that reach the app's process: shown when JavaScript wants that, and told in any case. */
class Messages(
    private val tray: Tray,
    private val poster: NotificationPoster,
    private val events: PushEvents,
    private val appState: () -> AppState,
) {
    /** Whether a push that arrives while the app is in front is kept off the tray. Of this process only. */
    @Volatile
    var isPostingInForegroundDisabled = true

    fun receive(message: ReceivedMessage) {
        val revoked = message.raw.optString(REVOKED_KEY).ifEmpty {
            jsonObjectOrNull(message.raw.optString("data"))?.optString(REVOKED_KEY).orEmpty()
        }
        if (revoked.isNotEmpty()) return revoke(revoked)
        events.onMessage(message, message.isShown || show(message))
    }

    /** Vendors hand a push with a text to the process only while the app is in front; in the background they show it. */
    private fun show(message: ReceivedMessage): Boolean {
        val hasText = message.title.isNotEmpty() || message.content.isNotEmpty()
        if (!hasText || isPostingInForegroundDisabled || appState() != AppState.ACTIVE) return false
        return poster.post(message)
    }

    private fun revoke(msgID: String) {
        tray.remove(tray.delivered().filter { messageIDOf(it.raw) == msgID }.map { it.notificationID })
        events.onMessageRevoked(msgID)
    }
}
