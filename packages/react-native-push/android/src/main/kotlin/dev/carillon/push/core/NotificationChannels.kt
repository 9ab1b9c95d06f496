package dev.carillon.push.core

import android.app.NotificationChannel
import android.app.NotificationManager
import android.content.ContentResolver
import android.content.Context
import android.media.AudioAttributes
import android.net.Uri
import android.os.Build

private const val MAX_ID_LENGTH = 1_000

/** A channel to create. */
data class ChannelRequest(
    val channelID: String,
    val channelName: String,
    val channelDescription: String? = null,
    /** File in res/raw without suffix; '' is silent; null is the system's sound. */
    val channelSound: String? = null,
)

/** A channel as it stands. */
data class ChannelState(val channelID: String, val channelName: String, val importance: Int)

/** Notification channels; before Android 8 there are none. */
class NotificationChannels(private val context: Context) {
    private val manager = context.getSystemService(NotificationManager::class.java)

    /**
     * Creates a channel of importance HIGH, or renames it. Its sound and importance are the user's from then
     * on: Android takes no change of them.
     * @throws PushFailure when the request or its sound is not to be had
     */
    fun create(request: ChannelRequest) {
        if (request.channelID.isBlank() || request.channelName.isBlank() || request.channelID.length > MAX_ID_LENGTH) {
            throw PushFailure(FailureCode.CHANNEL, "A channel needs an ID of at most $MAX_ID_LENGTH characters and a name.")
        }
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return
        val sound = request.channelSound?.takeIf { it.isNotEmpty() }?.let(::soundUri)
        val channel = NotificationChannel(
            request.channelID, request.channelName, NotificationManager.IMPORTANCE_HIGH,
        ).apply {
            request.channelDescription?.let { description = it }
            enableVibration(true)
            enableLights(true)
            setShowBadge(true)
            if (sound != null) setSound(sound, messageAudio)
            if (request.channelSound == "") setSound(null, null)
        }
        try {
            manager.createNotificationChannel(channel)
        } catch (error: RuntimeException) {
            throw PushFailure(FailureCode.CHANNEL, wordsOf(error))
        }
    }

    fun all(): List<ChannelState> {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return emptyList()
        return manager.notificationChannels.map { ChannelState(it.id, it.name?.toString().orEmpty(), it.importance) }
    }

    private fun soundUri(name: String): Uri {
        val resource = name.substringBeforeLast('.')
        @Suppress("DiscouragedApi")
        val id = context.resources.getIdentifier(resource, "raw", context.packageName)
        if (id == 0) throw PushFailure(FailureCode.CHANNEL, "There is no sound \"$resource\" in res/raw of this app.")
        return Uri.Builder().scheme(ContentResolver.SCHEME_ANDROID_RESOURCE).authority(context.packageName)
            .appendPath("raw").appendPath(resource).build()
    }

    private val messageAudio = AudioAttributes.Builder()
        .setUsage(AudioAttributes.USAGE_NOTIFICATION)
        .setContentType(AudioAttributes.CONTENT_TYPE_SONIFICATION)
        .build()
}
