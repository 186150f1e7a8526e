/// What a home can have that none of the measured ones has, so that it is held against none.
public enum HomeTrait: String, CaseIterable, Sendable {
  /// A tank whose water resistance elements heat: kilowatts for minutes, several times a day.
  case electricTank = "electric-tank"
}
