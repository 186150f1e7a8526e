public import Clockwork

/// Where messages come from: can be read again from any position that it has told.
public protocol MessageSource: AnyObject {
  /// Behind the last message that was handed over.
  var position: String { get }

  /// Goes to a position told earlier, perhaps by another process; to the beginning if the source is
  /// not the one that told it.
  func seek(to position: String) throws

  /// The next message; nil at the end.
  func next() throws -> SourceMessage?
}

/// A message of a source.
public struct SourceMessage: Hashable, Sendable {
  public var record: Record
  /// When it arrived; nil where it arrives as it is read.
  public var arrival: SimTime?
}

/// What went wrong with a source.
public struct MessageSourceError: Error, Hashable, Sendable, CustomStringConvertible {
  public var path: String
  public var why: String

  public var description: String { "\(path): \(why)" }
}
