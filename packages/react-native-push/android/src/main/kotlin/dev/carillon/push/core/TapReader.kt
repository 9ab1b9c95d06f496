package dev.carillon.push.core

import android.content.Intent
import android.net.Uri
import org.json.JSONObject

/** Says whose notification an intent was made for, where this module made it. */
const val EXTRA_VENDOR = "dev.carillon.push.VENDOR"

/** Stands in an intent once its tap is in the queue: activities are made again with the same intent. */
private const val EXTRA_READ = "dev.carillon.push.READ"

/** A tap that an activity's intent holds. */
data class IntentTap(val vendor: Vendor, val raw: JSONObject)

/**
 * Finds the tap in the intent of an opened activity. Each vendor puts the sender's data elsewhere; an intent
 * of the launcher or of another app has none of it and is no tap.
 */
class TapReader(private val catalog: VendorCatalog, private val likelyVendor: () -> Vendor) {
    /** Null when the intent is no tap, or was read before. Marks it as read. */
    fun read(intent: Intent?): IntentTap? {
        if (intent == null) return null
        // Opened from the list of recent apps with the intent that once started it.
        if (intent.flags and Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY != 0) return null
        return try {
            if (intent.getBooleanExtra(EXTRA_READ, false)) return null
            find(intent)?.also { intent.putExtra(EXTRA_READ, true) }
        } catch (_: RuntimeException) {
            // Extras of a class this app does not have cannot be unpacked: not ours.
            null
        }
    }

    /** Whatever this intent says was read in an earlier life of the activity. */
    fun markRead(intent: Intent?) {
        try {
            intent?.putExtra(EXTRA_READ, true)
        } catch (_: RuntimeException) {
            // Extras that cannot be unpacked are not read either.
        }
    }

    private fun find(intent: Intent): IntentTap? {
        for (vendor in catalog.linkedVendors()) {
            val raw = tapOfLibrary(vendor, intent) ?: continue
            return IntentTap(vendor, raw)
        }
        val raw = intent.extras?.let { jsonOf(it) } ?: JSONObject()
        for ((key, value) in queryOf(intent.data)) if (!raw.has(key)) raw.put(key, value)
        val isTap = marks.any(raw::has) || intent.scheme == CLASSIC_SCHEME
        if (!isTap) return null
        val named = Vendor.of(raw.optString(EXTRA_VENDOR))
        raw.remove(EXTRA_VENDOR)
        return IntentTap(named ?: vendorOf(raw), raw)
    }

    private fun tapOfLibrary(vendor: Vendor, intent: Intent): JSONObject? = try {
        catalog.adapter(vendor)?.tapIn(intent)
    } catch (_: ReflectiveOperationException) {
        null
    } catch (_: LinkageError) {
        // Another version of the library: the plain extras are left.
        null
    }

    private fun vendorOf(raw: JSONObject): Vendor = when {
        raw.has("google.message_id") -> Vendor.FCM
        raw.keys().asSequence().any { it.startsWith("_push_") } -> Vendor.HUAWEI
        else -> likelyVendor()
    }

    // OPPO's deep links carry the sender's data in the query.
    private fun queryOf(data: Uri?): Map<String, String> {
        if (data == null || !data.isHierarchical) return emptyMap()
        return data.queryParameterNames.mapNotNull { name ->
            data.getQueryParameter(name)?.let { name to it }
        }.toMap()
    }
}

/** Scheme of the pages the original's certificates open (Honor, vivo). */
private const val CLASSIC_SCHEME = "tencent_im_push"

/** `ext` and `msgID` are the server's; `entity` is the classic ext of OPPO, opened into extras. */
private val marks = listOf("ext", "msgID", "google.message_id", "_push_msgid", "entity", EXTRA_VENDOR)
