/// A value that few owners have: one pointer where there is none, and elsewhere memory of its own,
/// which copies share until one of them changes it.
///
/// For what would make each of many owners large for the sake of few.
@propertyWrapper
struct Seldom<Value: Sendable>: Sendable {
  /// A class, for it is memory that may be shared; changed only while it is not.
  private final class Storage: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
  }

  private var storage: Storage?

  init(wrappedValue: Value?) { storage = wrappedValue.map { Storage($0) } }

  /// The same as asking whether the value is nil, without looking at it.
  var isThere: Bool { storage != nil }

  var wrappedValue: Value? {
    get { storage?.value }
    set {
      if let newValue {
        if isKnownUniquelyReferenced(&storage) {
          storage?.value = newValue
        } else {
          storage = Storage(newValue)
        }
      } else {
        storage = nil
      }
    }
  }
}
