/// Counts how many values in a row are the same.
public struct StuckRun: Hashable, Sendable {
  private var last: Double?
  /// Values of the present run, the first one included.
  public private(set) var count = 0

  public init() {}

  /// Takes a value and tells how long its run is by now.
  public mutating func observe(_ value: Double) -> Int {
    count = value == last ? count + 1 : 1
    last = value
    return count
  }
}
