internal import Quantities

/// Whether worlds lean to one side more than a fair coin does, of which only the side is known.
///
/// A score may be missing by chance: a world without alarms has no delay. Where chance alone says
/// on which side, a world that only one of them scored is as likely to be lost as gained. And where
/// all worlds gain exactly the same, their spread says nothing, but their number does.
///
/// Source: the sign test of discordant pairs, McNemar 1947, Psychometrika 12, exact. Where worlds
/// are added: the bet of Krichevsky and Trofimov 1981 against a fair coin, which by Ville's
/// inequality reaches 1 / alpha at any look with probability alpha at most.
enum SignTest {
  /// - Parameters:
  ///   - worlds: of the side in question, such as those in which only the base has a value.
  ///   - others: of the other side.
  ///   - level: 1 - alpha; alpha is spent on both directions.
  static func leans(_ worlds: Int, against others: Int, level: Double, isSequential: Bool) -> Bool {
    guard worlds > others else { return false }
    let alpha = 1 - level
    return isSequential
      ? logBet(worlds, others) >= -Elementary.log(alpha)
      : 2 * tail(worlds, of: worlds + others) <= alpha
  }

  /// The chance of so many heads or more; of more than half, so that each next is less likely.
  static func tail(_ heads: Int, of count: Int) -> Double {
    // Log of the probability of exactly `heads`, then each next by its ratio to the one before.
    var first = -Double(count) * Elementary.log(2)
    for i in 0..<heads { first += Elementary.log(Double(count - i) / Double(i + 1)) }
    var (sum, ratio) = (0.0, 1.0)
    for k in heads...count {
      sum += ratio
      ratio *= Double(count - k) / Double(k + 1)
    }
    return Elementary.exp(first) * sum
  }

  /// Log of what a stake of 1 has become: the mixture's probability against the fair coin's.
  static func logBet(_ heads: Int, _ tails: Int) -> Double {
    var log = 0.0
    for i in 0..<heads { log += Elementary.log(2 * (Double(i) + 0.5)) }
    for i in 0..<tails { log += Elementary.log(2 * (Double(i) + 0.5)) }
    for i in 0..<heads + tails { log -= Elementary.log(Double(i) + 1) }
    return log
  }
}
