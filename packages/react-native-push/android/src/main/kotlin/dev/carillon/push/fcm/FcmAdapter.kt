package dev.carillon.push.fcm

import android.content.Context
import com.google.android.gms.common.GoogleApiAvailability
import com.google.firebase.FirebaseApp
import com.google.firebase.messaging.FirebaseMessaging
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.RegistrationAnswer
import dev.carillon.push.core.VendorAdapter
import dev.carillon.push.core.wordsOf

private const val SUCCESS = 0

/** Firebase Cloud Messaging (firebase.google.com/docs/cloud-messaging/android/client). */
class FcmAdapter : VendorAdapter {
    override fun whyUnsupported(context: Context): String? {
        if (FirebaseApp.getApps(context).isEmpty()) {
            return "Firebase is not set up in this build: google-services.json or the google-services plugin is missing."
        }
        val availability = GoogleApiAvailability.getInstance()
        val code = availability.isGooglePlayServicesAvailable(context)
        return if (code == SUCCESS) null else "Google Play services: ${availability.getErrorString(code)} ($code)"
    }

    override fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer) {
        FirebaseMessaging.getInstance().token.addOnCompleteListener { task ->
            if (task.isSuccessful) {
                answer.token(task.result.orEmpty())
            } else {
                answer.failed("", task.exception?.let(::wordsOf) ?: "FCM gave no token.")
            }
        }
    }

    override fun unregister(context: Context) {
        FirebaseMessaging.getInstance().deleteToken()
    }
}
