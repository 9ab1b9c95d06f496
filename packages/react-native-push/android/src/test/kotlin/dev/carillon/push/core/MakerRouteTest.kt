package dev.carillon.push.core

import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.shadows.ShadowSystemProperties

@RunWith(RobolectricTestRunner::class)
class MakerRouteTest {
    private val miui = mapOf("ro.miui.ui.version.name" to "V14")
    private val emui = mapOf("ro.build.version.emui" to "EmotionUI_12")
    private val flyme = mapOf("ro.build.display.id" to "Flyme 10.5.0.1A")
    private val coloros = mapOf("ro.build.version.opporom" to "V13")
    private val originos = mapOf("ro.vivo.os.version" to "14.0")

    private fun route(manufacturer: String, properties: Map<String, String> = emptyMap()): String =
        routeOf(manufacturer, properties).joinToString(" ") { it.id }

    @Test
    fun `each maker's own service first, Google's last`() {
        val expected = mapOf(
            "Xiaomi" to "xiaomi fcm",
            "blackshark" to "xiaomi fcm",
            "HUAWEI" to "huawei fcm",
            "HONOR" to "honor huawei fcm",
            "OPPO" to "oppo fcm",
            "OnePlus" to "oppo fcm",
            "realme" to "oppo fcm",
            "vivo" to "vivo fcm",
            "iQOO" to "vivo fcm",
            "Meizu" to "meizu fcm",
            " meizu " to "meizu fcm",
            "Google" to "fcm",
            "samsung" to "fcm",
            "" to "fcm",
        )
        for ((manufacturer, order) in expected) assertEquals(manufacturer, order, route(manufacturer))
    }

    @Test
    fun `sister brands by the system they run`() {
        assertEquals("xiaomi fcm", route("Redmi", miui))
        assertEquals("huawei fcm", route("TD Tech", emui))
        assertEquals("oppo fcm", route("Whoever", coloros))
        assertEquals("vivo fcm", route("Whoever", originos))
        assertEquals("meizu fcm", route("Whoever", flyme))
        assertEquals("fcm", route("Whoever", mapOf("ro.build.display.id" to "UP1A.231005.007")))
    }

    @Test
    fun `another maker's system comes after the maker's own`() {
        assertEquals("oppo xiaomi fcm", route("OnePlus", miui))
        assertEquals("xiaomi oppo huawei meizu vivo fcm", route("Xiaomi", coloros + emui + flyme + originos))
    }

    @Test
    fun `reads the properties that are set`() {
        ShadowSystemProperties.override("ro.miui.ui.version.name", "V14")
        assertEquals(mapOf("ro.miui.ui.version.name" to "V14"), romProperties() - "ro.build.display.id")
        assertEquals("", systemProperty("ro.nothing.there"))
    }
}
