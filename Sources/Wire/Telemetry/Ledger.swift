public import Clockwork

/// A balance that does not close.
public struct LedgerImbalance: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which balance: `readings`, `copies`, `damaged`, `stored` or `kept`.
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

  /// One balance written out: what is named on the left is all of what is named on the right.
  public struct Equation: Hashable, Sendable {
    public struct Term: Hashable, Sendable {
      public var name: String
      public var ids: IDSum
    }

    /// `readings`, `copies`, `damaged`, `stored` or `kept`.
    public var balance: String
    public var left: [Term]
    public var right: [Term]

    init(_ balance: String, _ left: [(String, IDSum)], _ right: [(String, IDSum)]) {
      self.balance = balance
      self.left = left.map { Term(name: $0.0, ids: $0.1) }
      self.right = right.map { Term(name: $0.0, ids: $0.1) }
    }

    /// nil if both sides agree in count and ids.
    public var imbalance: LedgerImbalance? {
      let leftSum = left.reduce(IDSum.zero) { $0 + $1.ids }
      let rightSum = right.reduce(IDSum.zero) { $0 + $1.ids }
      guard leftSum != rightSum else { return nil }
      func text(_ terms: [Term]) -> String {
        let named = terms.filter { $0.ids != .zero }.map { "\($0.ids.count) \($0.name)" }
        return named.isEmpty ? "0" : named.joined(separator: " + ")
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

  /// The balances in their order, with every loss named.
  public var equations: [Equation] { [readings, copies, damaged, stored, kept] }

  /// Tests the balances in counts and in id sums; empty when all of them close.
  public func check() -> [LedgerImbalance] { equations.compactMap(\.imbalance) }

  /// Readings taken = sampled away + put in messages.
  private var readings: Equation {
    Equation(
      "readings", [("taken", world.total(.taken))],
      [
        ("sampled away", world.total(.sampledAway)),
        ("put in messages", world.total(.inMessages)),
      ])
  }

  /// Copies sent, replayed and forged = accepted + lost + damaged + refused + duplicate + late + in
  /// flight.
  private var copies: Equation {
    let refused = RejectReason.allCases.filter { !$0.isUnreadable }.map { reason in
      ("refused: \(reason.name)", pipeline.total(.rejected(reason)))
    }
    let losses = LossCause.allCases.map { cause in
      ("lost to \(cause.name)", world.total(WorldCause(cause)))
    }
    let fates =
      [("accepted", pipeline.total(.accepted))] + losses
      + [("damaged", world.total(.corrupted))] + refused + [
        ("duplicate", pipeline.total(.duplicate)), ("late", pipeline.total(.late)),
        ("in flight", inFlight),
      ]
    let origins = [WorldCause.sent, .replayed, .forged].map { ($0.name, world.total($0)) }
    return Equation("copies", origins, fates)
  }

  /// Damaged copies = unreadable ones: a damaged copy tells no id, so only the counts can agree.
  private var damaged: Equation {
    let unreadable = RejectReason.allCases.filter(\.isUnreadable).map { reason in
      ("unreadable: \(reason.name)", countOnly(pipeline.total(.rejected(reason))))
    }
    return Equation(
      "damaged", [("damaged", countOnly(world.total(.corrupted)))],
      unreadable + [("in flight", countOnly(inFlightDamaged))])
  }

  /// Readings accepted = late + stored now + expired since + not kept + waiting.
  private var stored: Equation {
    Equation(
      "stored", [("accepted", pipeline.total(.readingsAccepted))],
      [
        ("late", pipeline.total(.readingsLate)), ("stored now", storedNow),
        ("expired since", pipeline.total(.readingsExpired)),
        ("not kept", pipeline.total(.readingsNotKept)), ("waiting", waiting),
      ])
  }

  /// Readings ever stored = stored now + expired since.
  private var kept: Equation {
    Equation(
      "kept", [("ever stored", pipeline.total(.readingsStored))],
      [("stored now", storedNow), ("expired since", pipeline.total(.readingsExpired))])
  }

  private func countOnly(_ ids: IDSum) -> IDSum { IDSum(count: ids.count, hashSum: 0) }
}
