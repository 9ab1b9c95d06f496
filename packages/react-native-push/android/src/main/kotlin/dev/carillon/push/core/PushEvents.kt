package dev.carillon.push.core

import org.json.JSONObject

/** A push the vendor's library handed to the app's process. */
data class ReceivedMessage(
    val vendor: Vendor,
    /** What the vendor asks to be shown; '' where it is data only. */
    val title: String,
    val content: String,
    /** The vendor's message object. */
    val raw: JSONObject,
    /** It stands in the tray already: the system or the vendor's service put it there. */
    val isShown: Boolean,
    val channelID: String = "",
    /** A notification under the same tag is replaced. */
    val tag: String = "",
)

/** What JavaScript is told. Calls come from any thread. */
interface PushEvents {
    fun onToken(vendor: Vendor, token: String)

    fun onRegistrationFailed(vendor: Vendor, code: String, message: String)

    /** At least one tap waits in the queue. */
    fun onTap()

    fun onAppState(state: AppState)

    fun onMessage(message: ReceivedMessage, isShown: Boolean)

    fun onMessageRevoked(msgID: String)
}

/** Tells all who listen. Nobody listening: the event is dropped; what must not be lost waits in a queue. */
class EventFan : PushEvents {
    private val listeners = java.util.concurrent.CopyOnWriteArraySet<PushEvents>()

    fun add(listener: PushEvents) = listeners.add(listener)

    fun remove(listener: PushEvents) = listeners.remove(listener)

    override fun onToken(vendor: Vendor, token: String) = listeners.forEach { it.onToken(vendor, token) }

    override fun onRegistrationFailed(vendor: Vendor, code: String, message: String) =
        listeners.forEach { it.onRegistrationFailed(vendor, code, message) }

    override fun onTap() = listeners.forEach { it.onTap() }

    override fun onAppState(state: AppState) = listeners.forEach { it.onAppState(state) }

    override fun onMessage(message: ReceivedMessage, isShown: Boolean) =
        listeners.forEach { it.onMessage(message, isShown) }

    override fun onMessageRevoked(msgID: String) = listeners.forEach { it.onMessageRevoked(msgID) }
}
