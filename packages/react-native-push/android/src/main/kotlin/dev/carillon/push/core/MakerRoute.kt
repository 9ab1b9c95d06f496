package dev.carillon.push.core

import android.annotation.SuppressLint
import android.os.Build

/** Names of the system properties that tell whose system a phone runs. */
val ROM_PROPERTIES = listOf(
    "ro.build.version.opporom",
    "ro.miui.ui.version.name",
    "ro.build.version.emui",
    "ro.build.display.id",
    "ro.vivo.os.version",
)

/** Those of [ROM_PROPERTIES] that are set. */
fun romProperties(get: (String) -> String = ::systemProperty): Map<String, String> =
    ROM_PROPERTIES.associateWith(get).filterValues { it.isNotEmpty() }

/**
 * Which push services a phone may have, the likeliest first: that of its maker, those of the system it
 * runs (sister brands such as Redmi and POCO; another maker's system), Google's. The order JavaScript
 * chooses the certificate by.
 */
fun routeOf(manufacturer: String = Build.MANUFACTURER, properties: Map<String, String> = romProperties()): List<Vendor> {
    val route = LinkedHashSet<Vendor>()
    byManufacturer[manufacturer.trim().lowercase()]?.let(route::addAll)
    if (properties.containsKey("ro.build.version.opporom")) route.add(Vendor.OPPO)
    if (properties.containsKey("ro.miui.ui.version.name")) route.add(Vendor.XIAOMI)
    if (properties.containsKey("ro.build.version.emui")) route.add(Vendor.HUAWEI)
    if (properties["ro.build.display.id"].orEmpty().lowercase().contains("flyme")) route.add(Vendor.MEIZU)
    if (properties.containsKey("ro.vivo.os.version")) route.add(Vendor.VIVO)
    route.add(Vendor.FCM)
    return route.toList()
}

private val byManufacturer = mapOf(
    "oppo" to listOf(Vendor.OPPO),
    "oneplus" to listOf(Vendor.OPPO),
    "realme" to listOf(Vendor.OPPO),
    "xiaomi" to listOf(Vendor.XIAOMI),
    "mi" to listOf(Vendor.XIAOMI),
    "blackshark" to listOf(Vendor.XIAOMI),
    "huawei" to listOf(Vendor.HUAWEI),
    // Older Honor phones have Huawei's service only.
    "honor" to listOf(Vendor.HONOR, Vendor.HUAWEI),
    "meizu" to listOf(Vendor.MEIZU),
    "vivo" to listOf(Vendor.VIVO),
    "iqoo" to listOf(Vendor.VIVO),
)

/** `getprop`; '' when it is not set or the system keeps it to itself. */
@SuppressLint("PrivateApi")
fun systemProperty(name: String): String = try {
    Class.forName("android.os.SystemProperties")
        .getMethod("get", String::class.java, String::class.java)
        .invoke(null, name, "") as? String ?: ""
} catch (_: ReflectiveOperationException) {
    ""
}
