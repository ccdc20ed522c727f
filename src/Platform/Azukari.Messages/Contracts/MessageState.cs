namespace Azukari.Messages.Contracts;

/// <summary>Where a message stands.</summary>
public enum MessageState
{
    /// <summary>Waits for its turn: for the first time, or again after a failure that may pass.</summary>
    Waiting = 0,

    /// <summary>Was about to be handed to the server. Found without a living lease, nobody knows whether it was: it is handed over again under its Message-ID.</summary>
    Handing = 1,

    /// <summary>The server took it.</summary>
    Sent = 2,

    /// <summary>The policy does not permit it (any more): restricted, withdrawn, erased, no consent. Never tried again.</summary>
    NotAllowed = 3,

    /// <summary>Cannot be delivered; staff decide.</summary>
    Dead = 4,

    /// <summary>Staff took it out.</summary>
    Dropped = 5,
}
