using Azukari.Stores;

namespace Azukari.Company.Hosting;

/// <summary>A store's fault in Japanese; in English the exception speaks for itself.</summary>
public static class StoreFaultWords
{
    /// <summary>What happened and what to do.</summary>
    public static string Japanese(StoreException fault) => $"{Name(fault.Store)}（{fault.Store}）: {Japanese(fault.Fault)}";

    /// <summary>What happened and what to do, whichever store it is.</summary>
    public static string Japanese(StoreFault fault) => fault switch
    {
        StoreFault.Busy => "別のプロセスが使用中です。終わるのを待つか、それを終了してから、もう一度試してください。",
        StoreFault.ReadOnly => "書き込めません。フォルダとファイルの書き込み権限（PostgreSQL なら接続先がプライマリであること）を確かめてください。",
        StoreFault.Unreachable => "つながりません。データベースが動いているか、接続先とフォルダを確かめてください。",
        StoreFault.NewerSchema => "より新しいプログラムで書かれています。そのプログラムを使うか、以前のバックアップを戻してください。",
        StoreFault.OlderSchema => "古いプログラムのままです。このプログラムのホストか azukari で一度開くと、更新されます。",
        StoreFault.ChangedMigration => "このプログラムとは異なる定義で作られています。作成したプログラムを使ってください。",
        StoreFault.Damaged => "壊れているか、データベースではありません。バックアップから戻してください。",
        StoreFault.Disk => "ディスクがいっぱいか、故障しています。直前の変更は何も保存されていません。空きを作ると、自動で再開します。",
        StoreFault.NotDurable => "サーバーが、失われうる書き込みを完了と答えています（synchronous_commit = off）。on にしてください。",
        _ => "使えません。",
    };

    private static string Name(string store) => store switch
    {
        "keys" => "鍵の保管庫",
        "vault" => "個人情報の保管庫",
        "index" => "検索の索引",
        "ledger" => "台帳",
        _ => "保管庫",
    };
}
