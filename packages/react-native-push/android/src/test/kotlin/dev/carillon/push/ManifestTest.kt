package dev.carillon.push

import dev.carillon.push.core.Vendor
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** The manifest against what the vendors' libraries look for. */
class ManifestTest {
    private val folder = File(System.getProperty("carillon.android") ?: error("carillon.android is not set"))
    private val manifest = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(File(folder, "src/main/AndroidManifest.xml")).documentElement

    private fun elements(name: String, within: Element = manifest): List<Element> =
        within.getElementsByTagName(name).let { found -> List(found.length) { found.item(it) as Element } }

    private fun component(name: String): Element =
        (elements("service") + elements("receiver")).single { it.getAttribute("android:name") == name }

    private fun actions(vendor: Vendor): List<String> =
        elements("action", component(vendor.component!!)).map { it.getAttribute("android:name") }

    @Test
    fun `each vendor's entry is there, and off until its library is found`() {
        val withEntry = Vendor.entries.filter { it.component != null }
        assertEquals(Vendor.entries - Vendor.OPPO, withEntry)
        for (vendor in withEntry) {
            assertEquals(vendor.id, "false", component(vendor.component!!).getAttribute("android:enabled"))
        }
        assertEquals(withEntry.size, (elements("service") + elements("receiver")).size)
    }

    @Test
    fun `each answers the vendor's actions, and other apps only where the vendor's service is one`() {
        val expected = mapOf(
            Vendor.FCM to ("false" to listOf("com.google.firebase.MESSAGING_EVENT")),
            Vendor.HUAWEI to ("false" to listOf("com.huawei.push.action.MESSAGING_EVENT")),
            Vendor.HONOR to ("false" to listOf("com.hihonor.push.action.MESSAGING_EVENT")),
            Vendor.XIAOMI to (
                "true" to listOf(
                    "com.xiaomi.mipush.RECEIVE_MESSAGE", "com.xiaomi.mipush.MESSAGE_ARRIVED", "com.xiaomi.mipush.ERROR",
                )
                ),
            Vendor.VIVO to ("false" to listOf("com.vivo.pushclient.action.RECEIVE")),
            Vendor.MEIZU to (
                "true" to listOf(
                    "com.meizu.flyme.push.intent.MESSAGE",
                    "com.meizu.flyme.push.intent.REGISTER.FEEDBACK",
                    "com.meizu.flyme.push.intent.UNREGISTER.FEEDBACK",
                    "com.meizu.c2dm.intent.REGISTRATION",
                    "com.meizu.c2dm.intent.RECEIVE",
                )
                ),
        )
        for ((vendor, entry) in expected) {
            assertEquals(vendor.id, entry.first, component(vendor.component!!).getAttribute("android:exported"))
            assertEquals(vendor.id, entry.second, actions(vendor))
        }
    }

    @Test
    fun `each named class is compiled`() {
        val names = (elements("service") + elements("receiver") + elements("provider"))
            .map { it.getAttribute("android:name") }.filter { it.isNotEmpty() }
        assertEquals(7, names.size)
        for (name in names) Class.forName(name, false, javaClass.classLoader)
    }

    @Test
    fun `asks for the permission to notify, and sees the vendors' services`() {
        val permissions = elements("uses-permission").map { it.getAttribute("android:name") }
        assertTrue("android.permission.POST_NOTIFICATIONS" in permissions)
        val seen = elements("queries").single().let { queries ->
            elements("package", queries).map { it.getAttribute("android:name") }
        }
        assertTrue(seen.containsAll(listOf("com.huawei.hwid", "com.xiaomi.xmsf", "com.heytap.mcs")))
    }

    @Test
    fun `what is looked for by name keeps its name in a shrunk app`() {
        val rules = File(folder, "consumer-rules.pro").readText()
        for (vendor in Vendor.entries) assertTrue(vendor.id, "-keepnames class ${vendor.libraryClass}\n" in rules)
    }
}
