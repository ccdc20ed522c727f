using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// An entry could not be made durable: nothing may be released or shown as done because of it. It may all the same have been written.
/// The message says what is wrong with the store, where that is known, and what to do; it never holds a value.
/// </summary>
public sealed class LedgerUnavailableException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="store">What is wrong with the store; null where nobody knows.</param>
    /// <param name="inner">What the engine said.</param>
    public LedgerUnavailableException(StoreException? store, Exception inner)
        : base("The ledger could not record this durably, so nothing was released. " + (store?.Message ?? "Try again; if it persists, see the inner error."), inner) =>
        Fault = store?.Fault;

    /// <summary>What kind of fault the store has; null where nobody knows.</summary>
    public StoreFault? Fault { get; }
}
