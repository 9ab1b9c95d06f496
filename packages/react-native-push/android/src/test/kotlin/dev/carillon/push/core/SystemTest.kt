package dev.carillon.push.core

import android.Manifest
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.os.Build
import android.provider.Settings
import dev.carillon.push.testing.FakeAdapter
import dev.carillon.push.testing.RecordedEvents
import dev.carillon.push.testing.catalogOf
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.util.ReflectionHelpers

/** Channels, permission, badge and tray: what the core asks of Android itself. */
@RunWith(RobolectricTestRunner::class)
class SystemTest {
    private val application = RuntimeEnvironment.getApplication()
    private val manager = application.getSystemService(NotificationManager::class.java)
    private val store = application.getSharedPreferences("test", Context.MODE_PRIVATE)
    private val channels = NotificationChannels(application)
    private val permission = NotificationPermission(application, store)
    private val events = RecordedEvents()
    private val oppo = FakeAdapter()
    private val tray = Tray(application, catalogOf(mapOf(Vendor.OPPO to oppo)))
    private var state = AppState.ACTIVE
    private val badges = mutableListOf<Int>()
    private val messages = Messages(tray, NotificationPoster(application), events, badges::add) { state }

    private fun onAndroid(version: Int, work: () -> Unit) {
        val before = Build.VERSION.SDK_INT
        ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", version)
        try {
            work()
        } finally {
            ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", before)
        }
    }

    private fun installLauncher() {
        val component = ComponentName(application, "com.example.MainActivity")
        val packages = shadowOf(application.packageManager)
        packages.addActivityIfNotPresent(component)
        packages.addIntentFilterForActivity(
            component,
            IntentFilter(Intent.ACTION_MAIN).apply { addCategory(Intent.CATEGORY_LAUNCHER) },
        )
    }

    @Test
    fun `creates channels of importance HIGH, with the system's sound or none`() {
        channels.create(ChannelRequest("chat", "Chat", "New messages"))
        channels.create(ChannelRequest("quiet", "Quiet", channelSound = ""))
        val chat = manager.getNotificationChannel("chat")
        assertEquals(NotificationManager.IMPORTANCE_HIGH, chat.importance)
        assertEquals("New messages", chat.description)
        assertEquals(Settings.System.DEFAULT_NOTIFICATION_URI, chat.sound)
        assertTrue(chat.shouldVibrate())
        assertNull(manager.getNotificationChannel("quiet").sound)
        assertEquals(
            listOf(ChannelState("chat", "Chat", 4), ChannelState("quiet", "Quiet", 4)),
            channels.all().sortedBy { it.channelID },
        )
    }

    @Test
    fun `renames a channel`() {
        channels.create(ChannelRequest("chat", "Chat"))
        channels.create(ChannelRequest("chat", "Messages"))
        assertEquals(listOf("Messages"), channels.all().map { it.channelName })
    }

    @Test
    fun `a sound the app does not have, and a channel without a name, are refused`() {
        val requests = listOf(
            ChannelRequest("chat", "Chat", channelSound = "ring.mp3") to "There is no sound \"ring\" in res/raw of this app.",
            ChannelRequest("", "Chat") to "A channel needs an ID of at most 1000 characters and a name.",
            ChannelRequest("chat", " ") to "A channel needs an ID of at most 1000 characters and a name.",
        )
        for ((request, words) in requests) {
            val failure = assertThrows(PushFailure::class.java) { channels.create(request) }
            assertEquals(FailureCode.CHANNEL, failure.code)
            assertEquals(words, failure.message)
        }
    }

    @Test
    fun `before Android 8 there are no channels`() = onAndroid(25) {
        channels.create(ChannelRequest("chat", "Chat"))
        assertEquals(emptyList<ChannelState>(), channels.all())
    }

    @Test
    fun `Android 13 asks for the permission, once it may`() {
        shadowOf(application).denyPermissions(Manifest.permission.POST_NOTIFICATIONS)
        assertEquals("not-determined", permission.settings().permission)
        assertTrue(permission.canAsk())
        permission.markAsked()
        assertEquals("denied", permission.settings().permission)
        shadowOf(application).grantPermissions(Manifest.permission.POST_NOTIFICATIONS)
        assertEquals("granted", permission.settings().permission)
        assertFalse(permission.canAsk())
        shadowOf(manager).setNotificationsEnabled(false)
        assertEquals(NotificationSettings("denied", "off", "off"), permission.settings())
    }

    @Test
    fun `before Android 13 the app's switch counts`() = onAndroid(31) {
        shadowOf(application).denyPermissions(Manifest.permission.POST_NOTIFICATIONS)
        assertNull(permission.runtimePermission)
        assertEquals("granted", permission.settings().permission)
        shadowOf(manager).setNotificationsEnabled(false)
        assertEquals("denied", permission.settings().permission)
        assertFalse(permission.isGranted())
    }

    @Test
    fun `tells do-not-disturb, and opens the system's page`() {
        shadowOf(manager).setNotificationPolicyAccessGranted(true)
        manager.setInterruptionFilter(NotificationManager.INTERRUPTION_FILTER_PRIORITY)
        assertEquals("on", permission.settings().doNotDisturb)
        assertEquals(Settings.ACTION_APP_NOTIFICATION_SETTINGS, permission.settingsPage().action)
        onAndroid(25) {
            assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, permission.settingsPage().action)
        }
    }

    @Test
    fun `the number on the icon, each maker's way`() {
        installLauncher()
        val actions = mapOf(
            "vivo" to "launcher.action.CHANGE_APPLICATION_NOTIFICATION_NUM",
            "Xiaomi" to "android.intent.action.APPLICATION_MESSAGE_UPDATE",
            "samsung" to "android.intent.action.BADGE_COUNT_UPDATE",
        )
        for ((maker, action) in actions) {
            Badge(application, maker).set(7)
            val sent = shadowOf(application).broadcastIntents.last()
            assertEquals(maker, action, sent.action)
            val shown = sent.extras?.let { extras -> extras.keySet().map { extras.get(it).toString() } }.orEmpty()
            assertTrue(maker, "7" in shown)
        }
        fun providers(maker: String) = badgeRoutesOf(maker).filterIsInstance<BadgeRoute.Provider>().map { it.authority.substringBefore('/') }
        assertEquals(listOf("com.huawei.android.launcher.settings"), providers("HUAWEI"))
        assertEquals(
            listOf("com.hihonor.android.launcher.settings", "com.huawei.android.launcher.settings"),
            providers("HONOR"),
        )
        assertEquals(listOf("com.android.badge"), providers("OnePlus"))
        assertEquals(emptyList<BadgeRoute>(), badgeRoutesOf("Meizu"))
        assertEquals(emptyList<BadgeRoute>(), badgeRoutesOf("Google"))
        val target = BadgeTarget("com.example", "com.example.MainActivity")
        val huawei = badgeRoutesOf("huawei").single() as BadgeRoute.Provider
        assertEquals(3, huawei.extras(target, 3).getInt("badgenumber"))
        assertEquals("com.example.MainActivity", huawei.extras(target, 3).getString("class"))
        assertEquals(3, (badgeRoutesOf("oppo").single() as BadgeRoute.Provider).extras(target, 3).getInt("app_badge_count"))
    }

    @Test
    fun `a launcher without a number takes no notice`() {
        Badge(application, "huawei").set(1)
        installLauncher()
        Badge(application, "huawei").set(1)
        Badge(application, "oppo").set(0)
    }

    private fun show(id: Int, tag: String?, title: String, postedAtMs: Long) {
        manager.createNotificationChannel(NotificationChannel("chat", "Chat", NotificationManager.IMPORTANCE_HIGH))
        val notification = Notification.Builder(application, "chat").setContentTitle(title).setContentText("Hi")
            .setSmallIcon(android.R.drawable.ic_dialog_info).setWhen(postedAtMs)
            .addExtras(android.os.Bundle().apply { putString("msgID", "m$id") }).build()
        manager.notify(tag, id, notification)
    }

    @Test
    fun `tells and removes what stands in the tray`() {
        show(1, "room", "Ann", 1)
        show(2, null, "Ben", 2)
        val delivered = tray.delivered()
        assertEquals(setOf("1|room", "2|"), delivered.map { it.notificationID }.toSet())
        val first = delivered.first { it.notificationID == "1|room" }
        assertEquals(listOf("Ann", "Hi", "chat", "m1"), listOf(first.title, first.content, first.channelID, first.raw.getString("msgID")))
        assertFalse(first.raw.keys().asSequence().any { it.startsWith("android.") })
        tray.remove(listOf("1|room", "9|gone"))
        assertEquals(listOf("2|"), tray.delivered().map { it.notificationID })
        tray.clear()
        assertEquals(emptyList<DeliveredNotification>(), tray.delivered())
        assertEquals(1, oppo.clearings)
    }

    private fun message(raw: JSONObject = JSONObject().put("msgID", "m1").put("ext", "{}"), title: String = "Ann") =
        ReceivedMessage(Vendor.FCM, title, "Hi", raw, isShown = false, tag = "room")

    @Test
    fun `a push to the app in front is told, and shown only where JavaScript wants that`() {
        installLauncher()
        messages.receive(message())
        assertEquals(0, manager.activeNotifications.size)
        messages.isPostingInForegroundDisabled = false
        messages.receive(message())
        assertEquals(listOf(false, true), events.messages.map { it.second })
        val shown = manager.activeNotifications.single()
        assertEquals("room", shown.tag)
        assertEquals(DEFAULT_CHANNEL_ID, shown.notification.channelId)
        val onTap = shadowOf(shown.notification.contentIntent).savedIntent
        assertEquals("fcm", onTap.getStringExtra(EXTRA_VENDOR))
        assertEquals("{}", onTap.getStringExtra("ext"))
    }

    @Test
    fun `shows nothing in the background, without a text, or where the user wants none`() {
        installLauncher()
        messages.isPostingInForegroundDisabled = false
        messages.receive(ReceivedMessage(Vendor.FCM, "", "", JSONObject().put("msgID", "m1"), isShown = false))
        state = AppState.BACKGROUND
        messages.receive(message())
        state = AppState.ACTIVE
        shadowOf(manager).setNotificationsEnabled(false)
        messages.receive(message())
        assertEquals(listOf(false, false, false), events.messages.map { it.second })
        assertEquals(0, manager.activeNotifications.size)
    }

    @Test
    fun `the channel of the push, if the app has it`() {
        installLauncher()
        manager.createNotificationChannel(NotificationChannel("chat", "Chat", NotificationManager.IMPORTANCE_HIGH))
        messages.isPostingInForegroundDisabled = false
        messages.receive(message().copy(channelID = "chat"))
        messages.receive(message().copy(channelID = "gone", tag = "other"))
        assertEquals(listOf("chat", DEFAULT_CHANNEL_ID), manager.activeNotifications.map { it.notification.channelId }.sortedDescending())
    }

    @Test
    fun `what was shown already is told as such, and a revoked message goes`() {
        messages.receive(message().copy(isShown = true))
        assertEquals(listOf(true), events.messages.map { it.second })
        show(1, "room", "Ann", 1)
        show(2, "room2", "Ben", 2)
        messages.receive(message(JSONObject().put("data", "{\"$REVOKED_KEY\":\"m1\"}")))
        assertEquals(listOf("revoked m1"), events.told)
        assertEquals(listOf("2|room2"), tray.delivered().map { it.notificationID })
    }

    @Test
    fun `what was read on another device goes, by message or by tag, and nothing is told`() {
        show(1, "room", "Ann", 1)
        show(2, "room2", "Ben", 2)
        show(3, "room3", "Cat", 3)
        val data = JSONObject().put(CLEARED_KEY, "m1,m9").put(CLEARED_TAGS_KEY, "room3,other").put(BADGE_KEY, "1")
        messages.receive(message(data))
        assertEquals(listOf("2|room2"), tray.delivered().map { it.notificationID })
        assertEquals(listOf(1), badges)
        assertEquals(emptyList<String>(), events.told)
        assertEquals(emptyList<Boolean>(), events.messages.map { it.second })
    }
}
