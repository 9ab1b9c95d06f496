package dev.carillon.push.core

import android.content.Context
import android.content.Intent
import org.json.JSONObject

/** What a vendor's library registers with; those that read the app's own files take none. */
data class Credentials(val appID: String = "", val appKey: String = "", val appSecret: String = "")

/** Where an adapter tells how a registration went. May be called from any thread, more than once, and late. */
interface RegistrationAnswer {
    fun token(token: String)

    /** @param code the vendor's, or '' */
    fun failed(code: String, message: String)
}

/**
 * One vendor's library, in words without its types. Called on a background thread, except
 * [tapIn] and [clearNotifications]. What it throws is an answer too: the library's own words.
 */
interface VendorAdapter {
    /** Why this phone or this build cannot run it; null when it can. */
    fun whyUnsupported(context: Context): String?

    fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer)

    /** Takes the registration back. */
    fun unregister(context: Context)

    /** What the library put into the intent of a tapped notification, where that is not plain extras. */
    fun tapIn(intent: Intent): JSONObject? = null

    /** Removes what the vendor's service put into the tray and the system does not count as the app's. */
    fun clearNotifications(context: Context) {}

    /** The vendor's own dialog that asks for notifications, where it has one. */
    fun askForNotifications(context: Context) {}
}
