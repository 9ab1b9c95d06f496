package dev.carillon.push.core

/** Key of a data message that takes a message's notification back; its value is the message ID. */
const val REVOKED_KEY = "revokedMsgID"

/** Keys of a data message that takes away what was read on another device: message IDs, tags, and the icon's number. */
const val CLEARED_KEY = "clearedMsgIDs"
const val CLEARED_TAGS_KEY = "clearedTags"
const val BADGE_KEY = "badgeNum"

/** Pushes that reach the app's process: shown when JavaScript wants that, and told in any case. */
class Messages(
    private val tray: Tray,
    private val poster: NotificationPoster,
    private val events: PushEvents,
    private val setBadge: (Int) -> Unit = {},
    private val appState: () -> AppState,
) {
    /** Whether a push that arrives while the app is in front is kept off the tray. Of this process only. */
    @Volatile
    var isPostingInForegroundDisabled = true

    fun receive(message: ReceivedMessage) {
        val revoked = message.textOf(REVOKED_KEY)
        if (revoked.isNotEmpty()) return revoke(revoked)
        if (message.textOf(CLEARED_KEY).isNotEmpty()) return clear(message)
        events.onMessage(message, message.isShown || show(message))
    }

    /** Vendors hand a push with a text to the process only while the app is in front; in the background they show it. */
    private fun show(message: ReceivedMessage): Boolean {
        val hasText = message.title.isNotEmpty() || message.content.isNotEmpty()
        if (!hasText || isPostingInForegroundDisabled || appState() != AppState.ACTIVE) return false
        return poster.post(message)
    }

    /** JavaScript hears nothing of it: nothing was taken back. */
    private fun clear(message: ReceivedMessage) {
        val msgIDs = message.textOf(CLEARED_KEY).split(',').toSet()
        val tags = message.textOf(CLEARED_TAGS_KEY).split(',').filter { it.isNotEmpty() }.toSet()
        val read = tray.delivered().filter { messageIDOf(it.raw) in msgIDs || it.notificationID.substringAfter('|') in tags }
        tray.remove(read.map { it.notificationID })
        message.textOf(BADGE_KEY).toIntOrNull()?.let(setBadge)
    }

    private fun ReceivedMessage.textOf(key: String): String =
        raw.optString(key).ifEmpty { jsonObjectOrNull(raw.optString("data"))?.optString(key).orEmpty() }

    private fun revoke(msgID: String) {
        tray.remove(tray.delivered().filter { messageIDOf(it.raw) == msgID }.map { it.notificationID })
        events.onMessageRevoked(msgID)
    }
}
