public import Clockwork

/// How an outside program is run.
public struct StageProgram: Hashable, Sendable {
  public enum OnFailure: Sendable { case stop, abstain }

  public var command: [String]
  /// How long one answer may take by the wall's clock, seconds; guards against hangs.
  public var timeoutSeconds: Double
  /// After this much simulated time an answer counts; nil: as the program declares.
  public var answersAfter: SimDuration?
  public var onFailure: OnFailure
  /// Where it runs.
  public var folder: String
  /// Guard our memory and the disk.
  public var limits = StageLimits()

  public init(
    command: [String], timeoutSeconds: Double, answersAfter: SimDuration? = nil,
    onFailure: OnFailure = .stop, folder: String
  ) {
    self.command = command
    self.timeoutSeconds = timeoutSeconds
    self.answersAfter = answersAfter
    self.onFailure = onFailure
    self.folder = folder
  }
}

/// How much an outside program may say; what any honest one says lies far below.
public struct StageLimits: Hashable, Sendable {
  /// Of one line of answers, bytes; a forecast of a day with its quantiles has some 6 kB.
  public var lineByteCountMax = 16 << 20
  /// Of all answers to one tick, bytes, however few homes there are.
  public var answerByteCountMax = 64 << 20
  /// Of the answers to one tick, bytes a home: ten times a forecast, so that big fleets fit too.
  public var homeByteCountMax = 64 << 10
  /// Of what is kept of its standard error, bytes; whoever reads it starts at the end.
  public var errorByteCountMax = 16 << 20

  public init() {}

  func answerByteCountMax(homeCount: Int) -> Int {
    max(answerByteCountMax, homeByteCountMax * homeCount)
  }
}
