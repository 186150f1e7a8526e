internal import Quantities

extension SimTime {
  /// The next event of a Poisson process of so many a day, by a draw in 0..<1; nil beyond any run.
  public func nextEvent(perDay: Double, uniform: Double) -> SimTime? {
    let days = -Elementary.log(1 - uniform) / perDay
    // No number too large for a moment.
    guard days < 10_000 else { return nil }
    return self + .microseconds(1 + Int64(days * 86_400e6))
  }
}
