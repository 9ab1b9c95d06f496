package dev.carillon.push.testing

import android.content.Context
import com.google.android.gms.common.GoogleApiAvailability
import com.google.android.gms.tasks.OnCompleteListener
import com.google.android.gms.tasks.Task
import com.google.firebase.FirebaseApp
import com.google.firebase.messaging.FirebaseMessaging
import com.google.firebase.messaging.RemoteMessage
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadow.api.Shadow

@Implements(FirebaseApp::class)
class ShadowFirebaseApp {
    companion object {
        @JvmStatic
        @Implementation
        fun getApps(@Suppress("UNUSED_PARAMETER") context: Context): List<FirebaseApp> =
            if (Library.hasFirebase) listOf(FirebaseApp()) else emptyList()
    }
}

@Implements(GoogleApiAvailability::class)
class ShadowGoogleApiAvailability {
    @Implementation
    fun isGooglePlayServicesAvailable(@Suppress("UNUSED_PARAMETER") context: Context): Int = if (Library.isSupported) 0 else 1

    @Implementation
    fun getErrorString(@Suppress("UNUSED_PARAMETER") errorCode: Int): String = "SERVICE_MISSING"

    companion object {
        @JvmStatic
        @Implementation
        fun getInstance(): GoogleApiAvailability = GoogleApiAvailability()
    }
}

private class FakeTask(private val token: String?, private val error: Exception?) : Task<String>() {
    override fun isSuccessful(): Boolean = error == null

    override fun getResult(): String? = token

    override fun getException(): Exception? = error

    override fun addOnCompleteListener(listener: OnCompleteListener<String>): Task<String> {
        listener.onComplete(this)
        return this
    }
}

@Implements(FirebaseMessaging::class)
class ShadowFirebaseMessaging {
    @Implementation
    fun getToken(): Task<String> =
        if (Library.code == 0) FakeTask(Library.token, null) else FakeTask(null, java.io.IOException("SERVICE_NOT_AVAILABLE"))

    @Implementation
    fun deleteToken(): Task<Void>? {
        Library.calls.add("deleteToken")
        return null
    }

    companion object {
        @JvmStatic
        @Implementation
        fun getInstance(): FirebaseMessaging = FirebaseMessaging()
    }
}

/** An FCM message: its class is final. */
@Implements(RemoteMessage::class)
class ShadowFcmMessage {
    var notificationPart: RemoteMessage.Notification? = null
    var dataPart: Map<String, String> = emptyMap()

    @Implementation
    fun getData(): Map<String, String> = dataPart

    @Implementation
    fun getMessageId(): String = "0:1"

    @Implementation
    fun getNotification(): RemoteMessage.Notification? = notificationPart
}

class FcmNotification(private val title: String, private val body: String) : RemoteMessage.Notification() {
    override fun getTitle(): String = title

    override fun getBody(): String = body

    override fun getChannelId(): String? = null

    override fun getTag(): String = "room"
}

fun fcmMessage(data: Map<String, String>, notification: RemoteMessage.Notification? = null): RemoteMessage {
    val message = Shadow.newInstanceOf(RemoteMessage::class.java)
    Shadow.extract<ShadowFcmMessage>(message).apply {
        dataPart = data
        notificationPart = notification
    }
    return message
}
