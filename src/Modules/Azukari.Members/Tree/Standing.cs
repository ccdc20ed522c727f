using Azukari.Members.Contracts;

namespace Azukari.Members.Tree;

/// <summary>What a place in the tree is counted as. Stored as its number.</summary>
internal enum Standing
{
    /// <summary>Somebody who has left or was erased.</summary>
    Former = 0,

    Retail = 1,

    Vip = 2,

    Agent = 3,
}

internal static class Standings
{
    public const int Count = 4;

    public static Standing Of(MemberClass @class) => @class switch
    {
        MemberClass.Retail => Standing.Retail,
        MemberClass.Vip => Standing.Vip,
        MemberClass.Agent => Standing.Agent,
    };
}
