/// Elements in one allocation that copies share until one of them changes.
///
/// An `Array` without a count of its own: the queues keep theirs, and one check for sharing serves
/// several buffers that are always copied together.
@frozen
@usableFromInline
struct EventBuffer<Element: BitwiseCopyable> {
  @usableFromInline var storage: ManagedBuffer<Int, Element>

  @inlinable
  init(capacity: Int) {
    storage = ManagedBuffer<Int, Element>.create(minimumCapacity: capacity) { _ in capacity }
  }

  /// Read by pointer: the property `header` would be checked for exclusive access at run time.
  @inlinable @inline(__always)
  var capacity: Int { storage.withUnsafeMutablePointerToHeader { $0.pointee } }

  /// Valid while this buffer lives and is not reallocated.
  @inlinable @inline(__always)
  var base: UnsafeMutablePointer<Element> {
    storage.withUnsafeMutablePointerToElements { $0 }
  }

  @inlinable @inline(__always)
  mutating func isUnique() -> Bool { isKnownUniquelyReferenced(&storage) }

  /// Moves to an allocation of its own that starts with the given number of elements.
  @inlinable @inline(never)
  mutating func reallocate(capacity: Int, keeping count: Int) {
    // The old memory must outlive the copy, which only knows its address.
    let old = storage
    self = EventBuffer(capacity: capacity)
    withExtendedLifetime(old) {
      base.initialize(from: old.withUnsafeMutablePointerToElements { $0 }, count: count)
    }
  }
}
