package dev.carillon.push

import android.app.Application
import android.content.Context
import android.content.Intent
import dev.carillon.push.core.PushCore
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Vendor
import org.json.JSONObject

/**
 * What services and receivers hand over to, ours and an app's own. An app that has its own
 * `FirebaseMessagingService` (only one per app is called) calls [onNewToken] from it.
 */
object CarillonPush {
    @Volatile
    private var made: PushCore? = null

    /** The one core of this process; made and started on first use. */
    fun core(context: Context): PushCore = made ?: synchronized(this) {
        made ?: PushCore(context.applicationContext as Application).also {
            it.start()
            made = it
        }
    }

    /** A vendor gave a token. Reported when it is the vendor this phone is registered with. */
    @JvmStatic
    fun onNewToken(context: Context, vendor: String, token: String) {
        Vendor.of(vendor)?.let { core(context).registration.onToken(it, token) }
    }

    /** An intent came to an activity of the app that React Native does not hear of. */
    @JvmStatic
    fun onNewIntent(context: Context, intent: Intent?) = core(context).onNewIntent(intent)

    internal fun onToken(context: Context, vendor: Vendor, token: String?) {
        if (token != null) core(context).registration.onToken(vendor, token)
    }

    internal fun onRegistrationFailed(context: Context, vendor: Vendor, code: String, message: String) =
        core(context).registration.failed(vendor, code, message)

    internal fun onTapped(context: Context, vendor: Vendor, raw: JSONObject, opensApp: Boolean) =
        core(context).onTapped(vendor, raw, opensApp)

    /** @param context null where the library gives none; the core was made when the process started */
    internal fun onMessage(context: Context?, message: ReceivedMessage) {
        val core = if (context == null) made else core(context)
        core?.messages?.receive(message)
    }

    /** For tests: this core from now on. */
    internal fun replaceCore(core: PushCore?) {
        made = core
    }
}
