package dev.carillon.push.core

import android.content.SharedPreferences
import android.util.Log
import java.util.UUID
import org.json.JSONArray
import org.json.JSONException
import org.json.JSONObject

const val MAX_WAITING_TAPS = 32

/** Far above what any vendor carries (4 KB); an intent may come from any app on the phone. */
const val MAX_TAP_CHARACTERS = 32 * 1024
private const val REMEMBERED_TAPS = 64
private const val WAITING = "waitingTaps"
private const val SEEN = "seenTaps"

/** A tapped notification. */
data class Tap(
    val tapID: String,
    val vendor: Vendor,
    val coldStart: Boolean,
    val raw: JSONObject,
)

/**
 * Taps until JavaScript takes them, over the end of the process too: oldest first, each given once, at most
 * [MAX_WAITING_TAPS], of which the oldest go first. A message whose tap comes twice, as a callback and in
 * an intent, is one tap.
 */
class TapQueue(private val store: SharedPreferences, private val events: PushEvents) {
    private val lock = Any()

    /** @return false when it was known already, or too large to be a push */
    fun add(vendor: Vendor, raw: JSONObject, coldStart: Boolean): Boolean {
        val text = raw.toString()
        if (text.length > MAX_TAP_CHARACTERS) {
            Log.w(LOG_TAG, "A tap of ${vendor.id} with ${text.length} characters was dropped: no push is that large.")
            return false
        }
        synchronized(lock) {
            val messageID = messageIDOf(raw)
            val tapID = if (messageID == null) UUID.randomUUID().toString() else "${vendor.id}:$messageID"
            val seen = texts(SEEN)
            if (tapID in seen) return false
            val waiting = texts(WAITING)
            waiting.add(
                JSONObject().put("tapID", tapID).put("vendor", vendor.id).put("coldStart", coldStart).put("raw", raw)
                    .toString(),
            )
            if (messageID != null) seen.add(tapID)
            write(waiting.takeLast(MAX_WAITING_TAPS), seen.takeLast(REMEMBERED_TAPS))
        }
        events.onTap()
        return true
    }

    /** Hands over what waits and forgets it. */
    fun take(): List<Tap> = synchronized(lock) {
        val waiting = texts(WAITING)
        if (waiting.isNotEmpty()) write(emptyList(), texts(SEEN))
        waiting.mapNotNull(::tapOf)
    }

    private fun tapOf(text: String): Tap? = try {
        val json = JSONObject(text)
        Vendor.of(json.getString("vendor"))?.let {
            Tap(json.getString("tapID"), it, json.getBoolean("coldStart"), json.getJSONObject("raw"))
        }
    } catch (_: JSONException) {
        null
    }

    private fun texts(key: String): MutableList<String> = try {
        val array = JSONArray(store.getString(key, "[]"))
        MutableList(array.length()) { array.getString(it) }
    } catch (_: JSONException) {
        ArrayList()
    }

    // Written at once: the process of a receiver may end as soon as it returns.
    private fun write(waiting: List<String>, seen: List<String>) {
        store.edit()
            .putString(WAITING, JSONArray(waiting).toString())
            .putString(SEEN, JSONArray(seen).toString())
            .commit()
    }
}

/** The message a tap belongs to, wherever the vendor puts it; null when it does not say. */
internal fun messageIDOf(raw: JSONObject): String? {
    val keyMessage = raw.optJSONObject("key_message") ?: raw
    val holders = listOf(
        raw,
        keyMessage,
        raw.optJSONObject("params"),
        keyMessage.optJSONObject("extra"),
        jsonObjectOrNull(keyMessage.optString("content")),
        jsonObjectOrNull(raw.optString("data")),
        jsonObjectOrNull(raw.optString("selfDefineContentString")),
    )
    // The server's own ID first: the same for all attempts of one message.
    for (key in listOf("msgID", "google.message_id", "messageId", "msgId")) {
        for (holder in holders) holder?.optString(key)?.takeIf { it.isNotEmpty() }?.let { return it }
    }
    return null
}
