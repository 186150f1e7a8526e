/// What hot water is drawn for.
@frozen public enum WaterUse: UInt8, CaseIterable, Sendable {
  case shower = 0
  case handWashing = 1
  case cooking = 2
  case dishWashing = 3

  /// The name in files.
  public var name: String {
    switch self {
    case .shower: "shower"
    case .handWashing: "hand_washing"
    case .cooking: "cooking"
    case .dishWashing: "dish_washing"
    }
  }
}
