public import Clockwork

/// A balance that does not close.
public struct LedgerImbalance: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which balance: `readings`, `copies`, `damaged` or `stored`.
  public var balance: String
  public var left: IDSum
  public var right: IDSum
  /// Both sides written out, with the counts.
  public var description: String
}

/// Lays the world's account beside the pipeline's; only the bench holds both.
public struct LedgerBalance: Sendable {
  public var world: WorldLedger
  public var pipeline: PipelineLedger
  /// Copies sent, not lost, and not yet arrived; damaged ones apart.
  public var inFlight: IDSum
  /// Damaged copies that have not arrived yet.
  public var inFlightDamaged: IDSum
  /// Accepted readings that wait in buffers on their way to the store.
  public var waiting: IDSum
  /// What the store holds now, by its own count.
  public var storedNow: IDSum

  public init(
    world: WorldLedger, pipeline: PipelineLedger, inFlight: IDSum = .zero,
    inFlightDamaged: IDSum = .zero, waiting: IDSum = .zero, storedNow: IDSum
  ) {
    self.world = world
    self.pipeline = pipeline
    self.inFlight = inFlight
    self.inFlightDamaged = inFlightDamaged
    self.waiting = waiting
    self.storedNow = storedNow
  }

  /// Tests the balances in counts and in id sums; empty when all of them close.
  public func check() -> [LedgerImbalance] {
    [checkReadings(), checkCopies(), checkDamaged(), checkStored()].compactMap { $0 }
  }

  /// Readings taken = sampled away + put in messages.
  private func checkReadings() -> LedgerImbalance? {
    compare(
      "readings", [("taken", world.total(.taken))],
      [
        ("sampled away", world.total(.sampledAway)),
        ("put in messages", world.total(.inMessages)),
      ])
  }

  /// Copies sent = accepted + lost + damaged + refused + duplicate + late + in flight.
  private func checkCopies() -> LedgerImbalance? {
    var refused = IDSum.zero
    for reason in RejectReason.allCases where !reason.isUnreadable {
      refused += pipeline.total(.rejected(reason))
    }
    let losses = LossCause.allCases.map { cause in
      ("lost to \(cause.name)", world.total(WorldCause(cause)))
    }
    let fates =
      [("accepted", pipeline.total(.accepted))] + losses + [
        ("damaged", world.total(.corrupted)), ("refused", refused),
        ("duplicate", pipeline.total(.duplicate)), ("late", pipeline.total(.late)),
        ("in flight", inFlight),
      ]
    return compare("copies", [("sent", world.total(.sent))], fates)
  }

  /// Damaged copies = unreadable ones: a damaged copy tells no id, so only the counts can agree.
  private func checkDamaged() -> LedgerImbalance? {
    var unreadable = IDSum.zero
    for reason in RejectReason.allCases where reason.isUnreadable {
      unreadable += pipeline.total(.rejected(reason))
    }
    return compare(
      "damaged", [("damaged", countOnly(world.total(.corrupted)))],
      [
        ("unreadable", countOnly(unreadable)),
        ("in flight", countOnly(inFlightDamaged)),
      ])
  }

  /// Readings accepted = late + stored now + expired since + not kept + waiting.
  private func checkStored() -> LedgerImbalance? {
    let stored = compare(
      "stored", [("accepted", pipeline.total(.readingsAccepted))],
      [
        ("late", pipeline.total(.readingsLate)), ("stored now", storedNow),
        ("expired since", pipeline.total(.readingsExpired)),
        ("not kept", pipeline.total(.readingsNotKept)), ("waiting", waiting),
      ])
    return stored
      ?? compare(
        "stored", [("ever stored", pipeline.total(.readingsStored))],
        [("stored now", storedNow), ("expired since", pipeline.total(.readingsExpired))])
  }

  private func countOnly(_ ids: IDSum) -> IDSum { IDSum(count: ids.count, hashSum: 0) }

  private func compare(
    _ balance: String, _ left: [(String, IDSum)], _ right: [(String, IDSum)]
  ) -> LedgerImbalance? {
    let leftSum = left.reduce(IDSum.zero) { $0 + $1.1 }
    let rightSum = right.reduce(IDSum.zero) { $0 + $1.1 }
    guard leftSum != rightSum else { return nil }
    func text(_ terms: [(String, IDSum)]) -> String {
      terms.map { "\($0.1.count) \($0.0)" }.joined(separator: " + ")
    }
    let why =
      leftSum.count == rightSum.count
      ? "the counts agree, the ids do not"
      : "\(leftSum.count - rightSum.count) unaccounted for"
    return LedgerImbalance(
      balance: balance, left: leftSum, right: rightSum,
      description: "\(balance): \(text(left)) is not \(text(right)): \(why)")
  }
}
