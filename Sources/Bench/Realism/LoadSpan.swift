/// How long a stretch of load is that figures are taken of.
///
/// A year has seasons, a month has none, so that the same home repeats itself more over a year than
/// over a month: figures of one length are only to be held against figures of that length.
public enum LoadSpan: String, CaseIterable, Sendable {
  /// Four whole weeks.
  case month
  /// 52 whole weeks.
  case year

  public var days: Int {
    switch self {
    case .month: 28
    case .year: 364
    }
  }

  /// The longest that fits into so many hours; nil where none does.
  public static func fitting(hours: Int) -> LoadSpan? {
    allCases.last { $0.days * 24 <= hours }
  }
}
