# sshare: options, fields and their widths, errors
show sshare
show sshare -a
show sshare -l
show sshare -A acct
show sshare -A nosuch
show sshare -A acct,other
show sshare -A ACCT -U
show sshare -A
show sshare -u root
show sshare -u 0
show sshare -u nosuch
show sshare -u ROOT,daemon -A root
show sshare -U
show sshare -m
show sshare -n
show sshare -h
show sshare -p
show sshare -P
show sshare -l -P
for f in Account Cluster EffectvUsage FairShare GrpTRESMins GrpTRESRaw ID LevelFS NormShares NormUsage Partition RawShares RawUsage TRESRunMins User a c e f g i l n p r t u norms grptresr nosuch; do show sshare -a -o $f; show sshare -P -o $f; done
show sshare -o 'user%5,account%-5,rawusage%4,levelfs%20'
show sshare -o user%0
show sshare -o user%x
show sshare -o ,user,,account,
show sshare -o rawshares%1,id%1,account%3
show sshare -o normshares%7,effectvusage%3
show sshare -o user,account -l
show sshare -e
show sshare --helpformat
show sshare --bogus
show sshare -x
show sshare foo
show sshare -v
show sshare -v -A acct -u root,daemon
show sshare -M nosuch
show sshare -M reference
show sshare --format
