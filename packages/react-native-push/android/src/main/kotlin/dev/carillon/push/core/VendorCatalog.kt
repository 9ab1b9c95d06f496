package dev.carillon.push.core

/** Which vendors' libraries are in this build of the app. Adapters are made when they are first needed. */
class VendorCatalog(
    private val isPresent: (className: String) -> Boolean = ::isClassPresent,
    private val make: (Vendor) -> VendorAdapter = ::makeAdapter,
) {
    private val adapters = HashMap<Vendor, VendorAdapter>()
    private val linked: Set<Vendor> by lazy { Vendor.entries.filterTo(LinkedHashSet()) { isPresent(it.libraryClass) } }

    fun isLinked(vendor: Vendor): Boolean = vendor in linked

    fun linkedVendors(): Set<Vendor> = linked

    /** Null when the vendor's library is not in this build. */
    fun adapter(vendor: Vendor): VendorAdapter? = synchronized(adapters) {
        if (isLinked(vendor)) adapters.getOrPut(vendor) { make(vendor) } else null
    }
}

private fun isClassPresent(className: String): Boolean = try {
    Class.forName(className, false, VendorCatalog::class.java.classLoader)
    true
} catch (_: ClassNotFoundException) {
    false
} catch (_: LinkageError) {
    // There, but something it needs is not: as good as absent.
    false
}

private fun makeAdapter(vendor: Vendor): VendorAdapter =
    Class.forName(vendor.adapterClass).getDeclaredConstructor().newInstance() as VendorAdapter
